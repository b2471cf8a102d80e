package io.llmgw.server.openai;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.provider.Operation;
import io.llmgw.server.JsonBody;
import io.llmgw.testing.FuzzedRequests;
import io.llmgw.testing.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Any bytes are a request of OpenAI's dialect that can be sent on, or refused by name. */
class ChatDecoderFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of(
        List.of("openai", "gemini", "anthropic", "bedrock", "ollama", "responses"),
        "client-request.json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isDecodedOrRefused(byte[] data) {
    FuzzedRequests.check(
        data,
        _ -> {
          JsonObjectIndex index = JsonBody.index(data);
          if (index.has("messages") || !index.has("prompt")) {
            return ChatDecoder.chat(JsonBody.tree(RequestBody.checked(index, Operation.CHAT)));
          }
          JsonNode body = JsonBody.tree(RequestBody.checked(index, Operation.COMPLETION));
          return ChatDecoder.completion(body);
        });
  }
}
