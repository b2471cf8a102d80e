package io.llmgw.provider.anthropic;

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

/** Any bytes of an Anthropic upstream are an answer or a failure. */
class AnthropicStreamFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("anthropic", "upstream-response.sse");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    FuzzedAnswers.check(
        data, pieces -> new AnthropicEventStream(events(pieces), Encoded.none(), AnswerHead.EMPTY));
    FuzzedAnswers.checkRaw(
        data, pieces -> new AnthropicRawStream(events(pieces), JsonEdit.quoted("m")));
  }

  private static MessageEvents events(List<byte[]> pieces) {
    ErrorBody errors = new ErrorBody("anthropic", List.of());
    return new MessageEvents("anthropic", MemoryAnswer.of("text/event-stream", pieces), errors);
  }
}
