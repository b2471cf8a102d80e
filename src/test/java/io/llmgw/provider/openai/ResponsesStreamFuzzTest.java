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

/** Any bytes of an upstream of the Responses API are an answer or a failure. */
class ResponsesStreamFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("responses", "upstream-response.sse");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    FuzzedAnswers.check(
        data, pieces -> new ResponsesEventStream("upstream", chunks(pieces), AnswerHead.EMPTY));
    FuzzedAnswers.checkRaw(
        data, pieces -> new ResponsesRawStream(chunks(pieces), JsonEdit.quoted("m")));
  }

  private static Chunks chunks(List<byte[]> pieces) {
    return new Chunks("upstream", MemoryAnswer.of("text/event-stream", pieces));
  }
}
