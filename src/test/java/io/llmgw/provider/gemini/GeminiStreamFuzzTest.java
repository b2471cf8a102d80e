package io.llmgw.provider.gemini;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.FuzzedAnswers;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes of a Gemini upstream are an answer or a failure. */
class GeminiStreamFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("gemini", "upstream-response.sse");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    ErrorBody errors = new ErrorBody("gemini", List.of());
    FuzzedAnswers.check(
        data,
        pieces ->
            new GeminiEventStream(
                new AnswerChunks("gemini", MemoryAnswer.of("text/event-stream", pieces), errors),
                Encoded.noNames(),
                AnswerHead.EMPTY));
  }
}
