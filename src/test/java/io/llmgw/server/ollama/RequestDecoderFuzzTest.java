package io.llmgw.server.ollama;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.server.JsonBody;
import io.llmgw.testing.FuzzedRequests;
import io.llmgw.testing.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Any bytes are a request of Ollama's dialect that can be sent on, or refused by name. */
class RequestDecoderFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("ollama-dialect", "client-request.json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isDecodedOrRefused(byte[] data) {
    FuzzedRequests.check(
        data,
        fidelity -> {
          JsonNode body = JsonBody.tree(JsonBody.index(data));
          return body.has("prompt")
              ? RequestDecoder.generate(body, fidelity)
              : RequestDecoder.chat(body, fidelity);
        });
  }
}
