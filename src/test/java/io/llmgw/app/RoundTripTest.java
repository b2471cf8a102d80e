package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Tool;
import io.llmgw.model.Usage;
import io.llmgw.provider.Call;
import io.llmgw.provider.Provider;
import io.llmgw.provider.Transcript;
import io.llmgw.testing.AllProviders;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.RandomTalk;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An adapter that talks to the gateway's own dialect of the same protocol: what it was asked comes
 * out at the other end, and the answer comes back as it was given. With {@code
 * -Droundtrip.rounds=N} it is tried N times. Edge case 27.
 */
class RoundTripTest {
  private static final int ROUNDS = Integer.getInteger("roundtrip.rounds", 60);
  private static final String[] MODELS = {"gpt-4o", "claude-sonnet-4-5", "llama3.2"};

  private final FakeProvider behind = new FakeProvider();
  private TestingServer server;
  private AllProviders providers;

  @BeforeEach
  void start() {
    TestingConfig config = new TestingConfig().retries(0);
    for (String model : MODELS) {
      config.with(TestingConfig.entry(model));
    }
    server = TestingServer.start(config, behind);
    providers = new AllProviders("http://127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() {
    providers.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai gpt-4o",
        "responses gpt-4o",
        "anthropic claude-sonnet-4-5",
        "ollama llama3.2"
      })
  void losesNothing(String adapter) {
    Provider provider = Objects.requireNonNull(providers.byName().get(adapter));
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomTalk talk = new RandomTalk(seed);
      ChatRequest request = talk.request();
      List<StreamEvent> answer = talk.answer();
      behind.then(
          new Scenario(answer.stream().<Scenario.Step>map(Scenario.Step.Emit::new).toList()));
      Call call = AllProviders.call(new Fidelity(true));

      Transcript told = Transcript.of(provider, request, call);

      ChatRequest arrived = behind.calls().getLast().request();
      assertThat(meaning(arrived, adapter))
          .as("request of seed %s", seed)
          .isEqualTo(meaning(request, adapter));
      assertThat(meaning(told, adapter))
          .as("answer of seed %s", seed)
          .isEqualTo(meaning(new Transcript(answer), adapter));
    }
  }

  /**
   * Every part with who said it, however they are grouped. Ollama has no way to choose a tool, the
   * Responses API has no stop sequences, and Anthropic's schemas have no name and are strict.
   */
  private static List<String> meaning(ChatRequest request, String adapter) {
    List<String> meaning = new ArrayList<>();
    for (Message message : request.messages()) {
      message.parts().forEach(part -> meaning.add(message.role() + " " + meaning(part)));
    }
    if (adapter.startsWith("ollama")) {
      // the instruction that stands for a choice
      meaning.remove("SYSTEM text Call the tool look_up.");
    } else {
      request.tools().forEach(tool -> meaning.add(meaning(tool)));
      meaning.add("choice " + request.toolChoice());
    }
    if (request.format() instanceof ResponseFormat.JsonSchema format) {
      meaning.add("format " + format.schema());
    }
    String sampling = request.sampling().toString();
    meaning.add(
        adapter.startsWith("responses")
            ? sampling.replaceAll("(?s)stop=\\[.*?], effort", "stop=[], effort")
            : sampling);
    return meaning;
  }

  private static String meaning(Tool tool) {
    return tool.name() + " " + tool.description() + " " + tool.parameters();
  }

  private static String meaning(Part part) {
    return switch (part) {
      case Part.Text text -> "text " + text.text();
      case Part.Media media -> "media " + media.mediaType() + " " + media.base64();
      case Part.ToolCall call -> "call " + call.id() + call.name() + tree(call.arguments());
      case Part.ToolResult result ->
          "result "
              + result.callId()
              + result.content().stream().map(RoundTripTest::meaning).toList();
      case Part.Reasoning thought -> "thought " + thought.text();
      case Part.Refusal refusal -> "refusal " + refusal.text();
      case Part.CachePoint point -> "cache " + point.ttl();
    };
  }

  private static String tree(String json) {
    return Json.MAPPER.readTree(json).toString();
  }

  private static List<String> meaning(Transcript told, String adapter) {
    List<String> meaning = new ArrayList<>();
    meaning.add("thinks " + told.reasoning());
    meaning.add("says " + told.text());
    told.calls()
        .forEach(call -> meaning.add("calls " + call.id() + call.name() + tree(call.arguments())));
    meaning.add("ends " + told.finish());
    Usage usage = told.usage().orElseThrow();
    // which is all that Ollama counts
    boolean plain = adapter.startsWith("ollama");
    meaning.add(plain ? usage.inputTokens() + " " + usage.outputTokens() : usage.toString());
    return meaning;
  }
}
