package io.llmgw.provider.bedrock;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.FuzzedAnswers;
import io.llmgw.provider.RawStream;
import io.llmgw.provider.anthropic.AnthropicAnswers;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks of any bytes can be passed on to their end, or to a failure. */
class ChunkedEventsFuzzTest {
  private static final ErrorBody ERRORS = new ErrorBody("bedrock", List.of());
  private static final Map<String, String> CHUNK =
      Map.of(":event-type", "chunk", ":message-type", "event");

  static Stream<Arguments> seeds() {
    return Seeds.of("bedrock-anthropic", "upstream-response.jsonl");
  }

  @MethodSource("seeds")
  @FuzzTest
  void arePassedOnOrRefused(byte[] data) {
    FuzzedAnswers.checkRaw(frames(data), ChunkedEventsFuzzTest::open);
    FuzzedAnswers.checkRaw(Frames.frame(CHUNK, data), ChunkedEventsFuzzTest::open);
  }

  private static RawStream open(List<byte[]> pieces) {
    HttpAnswer answer = MemoryAnswer.of("application/vnd.amazon.eventstream", pieces);
    ChunkedEvents events = new ChunkedEvents(new EventStreamReader(answer.body()), ERRORS);
    Answer passed = new AnthropicAnswers("bedrock", AnswerHead.EMPTY, "m").stream(answer, events);
    return ((Answer.Raw) passed).stream();
  }

  /** A chunk for each line. */
  private static byte[] frames(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : new String(data, StandardCharsets.ISO_8859_1).split("\n")) {
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      String json = "{\"bytes\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
      out.writeBytes(Frames.frame(CHUNK, json.getBytes(StandardCharsets.US_ASCII)));
    }
    return out.toByteArray();
  }
}
