package io.llmgw.provider.openai;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.json.JsonEdit;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.FuzzedAnswers;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes of an OpenAI-compatible upstream are an answer or a failure. */
class ChatStreamFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("openai", "upstream-response.sse");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    FuzzedAnswers.check(data, pieces -> new OpenAiEventStream(chunks(pieces), AnswerHead.EMPTY));
    FuzzedAnswers.checkRaw(
        data,
        pieces -> new OpenAiRawStream(chunks(pieces), JsonEdit.quoted("m"), true, () -> 7, false));
  }

  private static Chunks chunks(List<byte[]> pieces) {
    return new Chunks("upstream", MemoryAnswer.of("text/event-stream", pieces));
  }
}
