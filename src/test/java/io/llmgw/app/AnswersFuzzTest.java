package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.Transcript;
import io.llmgw.testing.AllProviders;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any whole answer, error, list or vector of an upstream is read by every adapter, or refused. */
class AnswersFuzzTest {
  private static final ScriptedUpstream UPSTREAM = ScriptedUpstream.start();
  private static final AllProviders PROVIDERS = new AllProviders(UPSTREAM.url());
  private static final int[] STATUSES = {400, 401, 429, 503};
  private static final List<String> ADAPTERS =
      List.of(
          "openai gpt-4o",
          "responses gpt-4o",
          "anthropic claude-sonnet-4-5",
          "gemini gemini-2.5-flash",
          "bedrock us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "ollama llama3.2");

  @AfterAll
  static void close() {
    PROVIDERS.close();
    UPSTREAM.close();
  }

  static Stream<Arguments> seeds() {
    return Seeds.of(
        List.of("openai", "responses", "anthropic", "gemini", "bedrock", "ollama"),
        "upstream-response.json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void areReadOrRefused(byte[] data) {
    int chance = Math.floorMod(Arrays.hashCode(data), ADAPTERS.size() * STATUSES.length);
    String adapter = ADAPTERS.get(chance % ADAPTERS.size());
    Provider provider = Objects.requireNonNull(PROVIDERS.byName().get(adapter));
    String body = new String(data, StandardCharsets.UTF_8);

    UPSTREAM.always(Reply.json(STATUSES[chance / ADAPTERS.size()], body));
    readOrRefused(() -> chat(provider));

    UPSTREAM.always(Reply.json(body));
    readOrRefused(() -> chat(provider));
    readOrRefused(() -> provider.embed(embeddings(), call()));
    readOrRefused(() -> provider.models(call()));
    readOrRefused(() -> provider.countTokens(question(), call()));
    readOrRefused(() -> lane(provider));
  }

  private static void readOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (GatewayException refused) {
      assertThat(refused.text()).isNotBlank();
      assertThat(refused.status()).isBetween(400, 599);
    }
  }

  private static void chat(Provider provider) {
    try (EventStream answer = provider.chat(question(), call())) {
      Transcript.inOrder(answer);
    }
  }

  private static void lane(Provider provider) {
    for (Protocol protocol : Protocol.values()) {
      Passthrough lane = provider.passthrough(protocol);
      RawRequest request = raw(protocol);
      if (lane != null && lane.takes(request)) {
        try (Answer answer = lane.send(request, call())) {
          assertThat(answer.head()).isNotNull();
        }
      }
    }
  }

  private static RawRequest raw(Protocol protocol) {
    String body =
        protocol == Protocol.RESPONSES
            ? "{\"model\":\"m\",\"input\":\"Hello\"}"
            : "{\"model\":\"m\",\"max_tokens\":9,\"stream\":false,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"Hello\"}]}";
    return new RawRequest(
        protocol == Protocol.RESPONSES ? Operation.RESPONSE : Operation.CHAT,
        JsonObjectIndex.of(body.getBytes(StandardCharsets.UTF_8)),
        "m",
        false,
        false);
  }

  private static ChatRequest question() {
    return ChatRequest.of("m", List.of(Message.text(Role.USER, "Hello")));
  }

  private static Embeddings.Request embeddings() {
    return new Embeddings.Request("m", List.of("one", "two"), null);
  }

  private static Call call() {
    return AllProviders.call(new Fidelity(true));
  }
}
