package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.server.anthropic.AnthropicRequests;
import io.llmgw.server.ollama.OllamaRequests;
import io.llmgw.server.openai.OpenAiRequests;
import io.llmgw.server.responses.ResponsesRequests;
import io.llmgw.testing.AllProviders;
import io.llmgw.testing.Golden;
import io.llmgw.testing.JsonMutation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever a client sends, it gets an answer or is told what is wrong: no dialect and no adapter
 * fails in another way. With {@code -Dspoilt.rounds=N} every recorded request is spoilt N times.
 */
class SpoiltRequestsTest {
  private static final int ROUNDS = Integer.getInteger("spoilt.rounds", 40);
  private static final AllProviders PROVIDERS = new AllProviders();

  private interface Dialect {
    GatewayRequest request(String id, byte[] body, Cancellation cancellation);
  }

  /** By the folder of goldens; those of adapters are requests of OpenAI's clients. */
  private static final Map<String, Dialect> DIALECTS =
      Map.of(
          "openai", OpenAiRequests::chat,
          "anthropic", OpenAiRequests::chat,
          "bedrock", OpenAiRequests::chat,
          "gemini", OpenAiRequests::chat,
          "ollama", OpenAiRequests::chat,
          "responses", OpenAiRequests::chat,
          "anthropic-dialect", AnthropicRequests::chat,
          "ollama-dialect", OllamaRequests::chat,
          "responses-dialect", ResponsesRequests::chat);

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  static List<Arguments> requests() {
    List<Arguments> all = new ArrayList<>();
    DIALECTS.forEach((folder, dialect) ->
        Golden.cases(folder).stream()
            .filter(golden -> golden.has("client-request.json"))
            .forEach(golden -> all.add(Arguments.of(folder, golden))));
    return all;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("requests")
  void areAnsweredOrRefused(String folder, Golden golden) {
    JsonNode good = golden.json("client-request.json");
    Dialect dialect = Objects.requireNonNull(DIALECTS.get(folder));
    for (int seed = 0; seed < ROUNDS; seed++) {
      String body = new JsonMutation(seed).spoil(good).toString();
      try {
        translate(dialect, body);
      } catch (RuntimeException | StackOverflowError fault) {
        throw new AssertionError("seed " + seed + ": " + body, fault);
      }
    }
  }

  /** Which only shows where an adapter looks into a member. */
  @Test
  void aNameTwiceInsideAMemberIsRefused() {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
            + "\"allowed_openai_params\":[{\"a\":1,\"a\":2}]}";
    RawRequest request =
        new RawRequest(
            Operation.CHAT,
            JsonObjectIndex.of(body.getBytes(StandardCharsets.UTF_8)),
            "m",
            false,
            false);
    Passthrough lane =
        Objects.requireNonNull(
            Objects.requireNonNull(PROVIDERS.byName().get("openai gpt-4o"))
                .passthrough(Protocol.OPENAI));

    assertThatThrownBy(() -> lane.preview(request, AllProviders.call(new Fidelity(true))))
        .isInstanceOfSatisfying(GatewayException.class, SpoiltRequestsTest::told)
        .hasMessageContaining("cannot be read");
  }

  private static void translate(Dialect dialect, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ChatRequest request;
    try {
      GatewayRequest asked = dialect.request("id", bytes, new Cancellation());
      passThrough(Objects.requireNonNull(asked.raw()));
      request = asked.meaning().chat(new Fidelity(true));
    } catch (GatewayException refused) {
      told(refused);
      return;
    }
    for (Map.Entry<String, Provider> each : PROVIDERS.byName().entrySet()) {
      try {
        each.getValue().preview(request, AllProviders.call(new Fidelity(true))).body().toString();
      } catch (GatewayException refused) {
        told(refused);
      } catch (RuntimeException fault) {
        throw new IllegalStateException("encoding for " + each.getKey(), fault);
      }
    }
  }

  private static void passThrough(GatewayRequest.Raw raw) {
    RawRequest request =
        new RawRequest(
            raw.protocol() == Protocol.RESPONSES ? Operation.RESPONSE : Operation.CHAT,
            raw.body(),
            "m",
            raw.stream(),
            raw.usageWanted());
    for (Map.Entry<String, Provider> each : PROVIDERS.byName().entrySet()) {
      Passthrough lane = each.getValue().passthrough(raw.protocol());
      try {
        if (lane != null && lane.takes(request)) {
          lane.preview(request, AllProviders.call(new Fidelity(true))).body().toString();
        }
      } catch (GatewayException refused) {
        told(refused);
      } catch (RuntimeException fault) {
        throw new IllegalStateException("passing on to " + each.getKey(), fault);
      }
    }
  }

  private static void told(GatewayException refused) {
    if (refused.text().isBlank() || refused.status() >= 500) {
      throw new AssertionError("says nothing of use: " + refused.status(), refused);
    }
  }
}
