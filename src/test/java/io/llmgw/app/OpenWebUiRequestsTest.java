package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.model.Cancellation;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.server.openai.OpenAiRequests;
import io.llmgw.testing.AllProviders;
import io.llmgw.testing.OpenWebUiRequests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What Open WebUI really sends has a form that every upstream takes, and loses nothing on the way.
 */
class OpenWebUiRequestsTest {
  private static final AllProviders PROVIDERS = new AllProviders();

  /** What may be said of a request, since it is so whatever is done; all else is a surprise. */
  private static final Set<String> EXPECTED =
      Set.of(
          // the model cannot go on with its own text by itself
          "changed messages[3]",
          // nobody keeps Gemini's signatures for a call that another model made
          "defaulted messages[1].content[0]",
          // Mistral's have nine letters
          "changed tool_call_id");

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  static Stream<Arguments> everywhere() {
    return OpenWebUiRequests.byName().keySet().stream()
        .flatMap(request ->
            PROVIDERS.byName().keySet().stream()
                .sorted()
                .map(provider -> Arguments.of(request, provider)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everywhere")
  void areTakenAsTheyAre(String name, String adapter) {
    JsonNode asked = Objects.requireNonNull(OpenWebUiRequests.byName().get(name));
    Fidelity fidelity = new Fidelity(false);

    JsonNode sent = sent(asked, Objects.requireNonNull(PROVIDERS.byName().get(adapter)), fidelity);

    List<String> surprises =
        fidelity.notes().stream()
            .map(note -> note.change().name().toLowerCase(Locale.ROOT) + " " + note.field())
            .filter(note -> !EXPECTED.contains(note))
            .toList();
    assertThat(surprises).as("what explain would show").isEmpty();
    for (String text : OpenWebUiRequests.texts(asked)) {
      assertThat(strings(sent)).as("%s says %s", sent, text).anyMatch(said -> said.contains(text));
    }
    tools(asked, sent);
    form(adapter, sent);
  }

  /** Through the lane where there is one, as the gateway itself does. */
  private static JsonNode sent(JsonNode asked, Provider provider, Fidelity fidelity) {
    byte[] body = asked.toString().getBytes(StandardCharsets.UTF_8);
    GatewayRequest request = OpenAiRequests.chat("id", body, new Cancellation());
    GatewayRequest.Raw raw = Objects.requireNonNull(request.raw());
    RawRequest asItIs =
        new RawRequest(Operation.CHAT, raw.body(), "m", raw.stream(), raw.usageWanted());
    Passthrough lane = provider.passthrough(raw.protocol());
    Call call = AllProviders.call(fidelity);
    return lane != null && lane.takes(asItIs)
        ? lane.preview(asItIs, call).body()
        : provider.preview(request.meaning().chat(fidelity), call).body();
  }

  private static void tools(JsonNode asked, JsonNode sent) {
    Set<String> names = new HashSet<>(asked.path("tools").findValuesAsString("name"));
    List<String> everything = strings(sent);
    assertThat(everything).containsAll(names);
  }

  private static void form(String adapter, JsonNode sent) {
    switch (adapter.split(" ")[0]) {
      case "anthropic" -> messages(sent.path("messages"), "type");
      case "bedrock" -> messages(sent.path("messages"), "");
      case "gemini" -> contents(sent.path("contents"));
      case "ollama" -> ollama(sent.path("messages"));
      case "responses" -> assertThat(sent.path("input").isEmpty()).isFalse();
      default -> openAi(sent.path("messages"));
    }
  }

  /** Anthropic's rules, which are Bedrock's: turns alternate, texts say something, calls first. */
  private static void messages(JsonNode messages, String type) {
    turns(messages, "assistant");
    Set<String> open = new HashSet<>();
    for (JsonNode message : messages) {
      assertThat(message.path("content").isEmpty()).as("%s", message).isFalse();
      Set<String> answered = new HashSet<>();
      for (JsonNode block : message.path("content")) {
        if (block.has("text")) {
          assertThat(block.path("text").asString()).isNotBlank();
        }
        JsonNode result = type.isEmpty() ? block.path("toolResult") : block;
        answered.add(result.path(type.isEmpty() ? "toolUseId" : "tool_use_id").asString(""));
      }
      assertThat(answered).containsAll(open);
      open.clear();
      for (JsonNode block : message.path("content")) {
        JsonNode call = type.isEmpty() ? block.path("toolUse") : block;
        if (call.has("input")) {
          assertThat(call.path("input").isObject()).isTrue();
          open.add(call.path(type.isEmpty() ? "toolUseId" : "id").asString());
        }
      }
    }
    assertThat(open).as("calls without a result").isEmpty();
  }

  private static void contents(JsonNode contents) {
    turns(contents, "model");
    int open = 0;
    for (JsonNode content : contents) {
      int answers = 0;
      int calls = 0;
      assertThat(content.path("parts").isEmpty()).isFalse();
      for (JsonNode part : content.path("parts")) {
        assertThat(part.path("text").asString("x")).isNotEmpty();
        answers += part.has("functionResponse") ? 1 : 0;
        calls += part.has("functionCall") ? 1 : 0;
      }
      assertThat(answers).isEqualTo(open);
      open = calls;
    }
  }

  private static void turns(JsonNode messages, String assistant) {
    String before = assistant;
    for (JsonNode message : messages) {
      String role = message.path("role").asString();
      assertThat(role).as("%s", messages).isNotEqualTo(before);
      before = role;
    }
  }

  private static void ollama(JsonNode messages) {
    for (JsonNode message : messages) {
      assertThat(message.path("content").isString()).isTrue();
      message
          .path("images")
          .forEach(image -> assertThat(image.asString()).doesNotStartWith("data:"));
      message
          .path("tool_calls")
          .forEach(call -> assertThat(call.at("/function/arguments").isObject()).isTrue());
    }
  }

  private static void openAi(JsonNode messages) {
    for (JsonNode message : messages) {
      message
          .path("tool_calls")
          .forEach(call -> assertThat(call.at("/function/arguments").isString()).isTrue());
    }
  }

  private static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    if (node.isString()) {
      strings.add(node.asString());
    }
    node.forEach(child -> strings.addAll(strings(child)));
    return strings;
  }
}
