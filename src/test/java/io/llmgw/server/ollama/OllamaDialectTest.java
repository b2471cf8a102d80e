package io.llmgw.server.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.server.DialectContract;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ollama's clients before an upstream that speaks another protocol. */
@DisplayName("Ollama")
class OllamaDialectTest extends DialectContract {
  private final FakeProvider provider = new FakeProvider();

  @Override
  protected TestingServer start(TestingConfig config) {
    return TestingServer.start(config.with(TestingConfig.entry(MODEL)), provider);
  }

  @Override
  protected void upstream(Scenario scenario) {
    provider.then(scenario);
  }

  @Override
  protected long upstreamCancelledAt() {
    return provider.calls().getFirst().cancelledAt();
  }

  @Override
  protected int upstreamCalls() {
    return provider.calls().size();
  }

  @Override
  protected String path(Ask ask) {
    return "/api/chat";
  }

  @Override
  protected String body(Ask ask) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (!ask.model().isEmpty()) {
      body.put("model", ask.model());
    }
    if (!ask.stream()) {
      body.put("stream", false);
    }
    body.putArray("messages").addObject().put("role", "user").put("content", ask.text());
    ask.tools()
        .forEach(name ->
            body.withArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", name));
    return body.toString();
  }

  @Override
  protected Heard whole(WireAnswer answer) {
    return heard(List.of(answer.json()));
  }

  @Override
  protected Heard stream(WireAnswer answer) {
    assertThat(answer.header("content-type")).contains("application/x-ndjson");
    return heard(answer.text().lines().map(line -> Json.MAPPER.readTree(line)).toList());
  }

  private static Heard heard(List<JsonNode> lines) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Called> calls = new ArrayList<>();
    List<Counted> usages = new ArrayList<>();
    String finish = "";
    String error = "";
    String model = "";
    boolean done = false;
    for (JsonNode line : lines) {
      assertThat(done).as("nothing follows the last line, but %s", line).isFalse();
      error += line.path("error").asString("");
      model = line.path("model").asString(model);
      JsonNode message = line.path("message");
      text.append(message.path("content").asString(""));
      thinking.append(message.path("thinking").asString(""));
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        assertThat(function.path("index").asInt(-1)).isEqualTo(calls.size());
        assertThat(function.path("arguments").isObject()).as("case 10").isTrue();
        calls.add(
            new Called(
                call.path("id").asString(),
                function.path("name").asString(),
                function.path("arguments").toString()));
      }
      if (line.path("done").asBoolean(false)) {
        done = true;
        finish = line.path("done_reason").asString();
        assertThat(line.path("eval_duration").asLong()).isPositive();
        usages.add(
            new Counted(line.path("prompt_eval_count").asLong(), line.path("eval_count").asLong()));
      }
    }
    boolean closed = done || !error.isEmpty();
    return new Heard(
        model, text.toString(), thinking.toString(), calls, finish, usages, error, closed);
  }

  @Override
  protected String word(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "length";
      case STOP, TOOL_CALLS, CONTENT_FILTER -> "stop";
    };
  }

  @Override
  protected boolean usageOnRequest() {
    return false;
  }

  @Override
  protected Map<String, String> wrongFields() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("model", "{'model':7,'messages':[{'role':'user','content':'x'}]}");
    bodies.put("messages", "{'model':'chat-a','messages':'x'}");
    bodies.put("messages[0]", "{'model':'chat-a','messages':['x']}");
    bodies.put("messages[0].role", messages("{'role':'wizard'}"));
    bodies.put("messages[0].content", messages("{'role':'user','content':['x']}"));
    bodies.put("messages[0].images", messages("{'role':'user','images':'x'}"));
    bodies.put("messages[0].images[0]", messages("{'role':'user','images':[7]}"));
    bodies.put(
        "messages[0].tool_calls[0].function.name",
        messages("{'role':'assistant','tool_calls':[{}]}"));
    bodies.put("messages[1]", messages("{'role':'user','content':'x'},{'role':'tool'}"));
    bodies.put("stream", with("'stream':'yes'"));
    bodies.put("tools", with("'tools':{}"));
    bodies.put("tools[0].function.name", with("'tools':[{}]"));
    bodies.put("format", with("'format':'xml'"));
    bodies.put("think", with("'think':7"));
    bodies.put("options", with("'options':[]"));
    bodies.put("options.temperature", with("'options':{'temperature':'hot'}"));
    bodies.put("options.num_predict", with("'options':{'num_predict':'x'}"));
    bodies.replaceAll((_, body) -> body.replace('\'', '"'));
    return bodies;
  }

  private static String messages(String messages) {
    return "{'model':'chat-a','messages':[" + messages + "]}";
  }

  private static String with(String member) {
    return "{'model':'chat-a','messages':[{'role':'user','content':'x'}]," + member + "}";
  }
}
