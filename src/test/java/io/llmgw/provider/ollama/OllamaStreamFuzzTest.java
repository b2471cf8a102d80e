package io.llmgw.provider.ollama;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.json.JsonEdit;
import io.llmgw.provider.FuzzedAnswers;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes of an Ollama upstream are an answer or a failure. */
class OllamaStreamFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("ollama", "upstream-response.ndjson");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] data) {
    FuzzedAnswers.check(
        data, pieces -> new OllamaEventStream(lines(pieces), new LineDecoder("c", "m")));
    FuzzedAnswers.checkRaw(
        data,
        pieces ->
            new OllamaRawStream(
                lines(pieces), new LineDecoder("c", "m"), JsonEdit.quoted("other")));
  }

  private static Lines lines(List<byte[]> pieces) {
    return new Lines(MemoryAnswer.of("application/x-ndjson", pieces));
  }
}
