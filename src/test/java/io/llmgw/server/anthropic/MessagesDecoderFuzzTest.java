package io.llmgw.server.anthropic;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.server.JsonBody;
import io.llmgw.testing.FuzzedRequests;
import io.llmgw.testing.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Any bytes are a request of Anthropic's dialect that can be sent on, or refused by name. */
class MessagesDecoderFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("anthropic-dialect", "client-request.json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isDecodedOrRefused(byte[] data) {
    FuzzedRequests.check(
        data,
        fidelity -> {
          JsonNode body = JsonBody.tree(JsonBody.index(data));
          return MessagesDecoder.decode(body, fidelity);
        });
  }
}
