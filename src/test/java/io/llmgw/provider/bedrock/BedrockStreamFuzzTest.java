package io.llmgw.provider.bedrock;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.FuzzedAnswers;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Any frames are a failure or events in order. */
class BedrockStreamFuzzTest {
  private static final ErrorBody ERRORS = new ErrorBody("bedrock", List.of());

  static Stream<Arguments> seeds() {
    return Seeds.of("bedrock", "upstream-response.jsonl");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    FuzzedAnswers.check(frames(data), pieces -> stream(pieces, null));
    FuzzedAnswers.check(frames(data), pieces -> stream(pieces, "answer"));
  }

  private static BedrockEventStream stream(List<byte[]> pieces, @Nullable String answerTool) {
    Encoded request =
        new Encoded(JsonNodeFactory.instance.objectNode(), Encoded.noNames(), answerTool, true);
    return new BedrockEventStream(
        "bedrock",
        MemoryAnswer.of("application/vnd.amazon.eventstream", pieces),
        ERRORS,
        request,
        AnswerHead.EMPTY);
  }

  /** A frame for each line such as {@code {"name": body}}, whether or not the body is JSON. */
  private static byte[] frames(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : new String(data, StandardCharsets.UTF_8).split("\n")) {
      String[] parts = line.split("\"", 3);
      String name = parts.length > 1 ? parts[1] : "";
      String body = parts.length > 2 ? parts[2].replaceFirst("^: ?", "") : line;
      body = body.endsWith("}") ? body.substring(0, body.length() - 1) : body;
      boolean exception = name.endsWith("Exception");
      String kind = exception ? ":exception-type" : ":event-type";
      Map<String, String> headers = Map.of(kind, shortened(name), ":message-type", type(exception));
      out.writeBytes(Frames.frame(headers, body.getBytes(StandardCharsets.UTF_8)));
    }
    return out.toByteArray();
  }

  private static String shortened(String name) {
    return name.length() < 200 ? name : name.substring(0, 200);
  }

  private static String type(boolean exception) {
    return exception ? "exception" : "event";
  }
}
