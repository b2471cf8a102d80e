package io.llmgw.server.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's clients before an upstream that speaks another protocol. */
@DisplayName("Messages")
class AnthropicDialectTest extends DialectContract {
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
    return "/v1/messages?beta=true";
  }

  @Override
  protected String[] headers() {
    return new String[] {"anthropic-version: 2023-06-01", "anthropic-beta: some-new-thing"};
  }

  @Override
  protected String body(Ask ask) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (!ask.model().isEmpty()) {
      body.put("model", ask.model());
    }
    body.put("max_tokens", 100).put("stream", ask.stream());
    body.putArray("messages").addObject().put("role", "user").put("content", ask.text());
    if (!ask.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      ask.tools()
          .forEach(name ->
              tools.addObject().put("name", name).putObject("input_schema").put("type", "object"));
    }
    return body.toString();
  }

  @Override
  protected Heard whole(WireAnswer answer) {
    JsonNode message = answer.json();
    if (message.path("type").asString("").equals("error")) {
      return new Heard(
          "",
          "",
          "",
          List.of(),
          "",
          List.of(),
          message.path("error").path("message").asString(),
          true);
    }
    return heard(message, message.path("content"), "", true);
  }

  @Override
  protected Heard stream(WireAnswer answer) {
    MessageReader reader = MessageReader.of(answer.text());
    ArrayNode blocks = Json.MAPPER.createArrayNode();
    reader
        .blocks()
        .forEach(block -> {
          if (block.has("partial")) {
            block.set("input", Json.MAPPER.readTree(block.get("partial").asString()));
          }
          blocks.add(block);
        });
    return heard(reader.message, blocks, reader.error, reader.ended());
  }

  private static Heard heard(JsonNode message, JsonNode blocks, String error, boolean ended) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Called> calls = new ArrayList<>();
    for (JsonNode block : blocks) {
      text.append(block.path("text").asString(""));
      thinking.append(block.path("thinking").asString(""));
      if (block.path("type").asString().equals("tool_use")) {
        assertThat(block.path("input").isObject()).isTrue();
        calls.add(
            new Called(
                block.path("id").asString(),
                block.path("name").asString(),
                block.path("input").toString()));
      }
    }
    JsonNode usage = message.path("usage");
    long input =
        usage.path("input_tokens").asLong()
            + usage.path("cache_read_input_tokens").asLong()
            + usage.path("cache_creation_input_tokens").asLong();
    return new Heard(
        message.path("model").asString(""),
        text.toString(),
        thinking.toString(),
        calls,
        message.path("stop_reason").asString(""),
        List.of(new Counted(input, usage.path("output_tokens").asLong())),
        error,
        ended);
  }

  @Override
  protected String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  @Override
  protected int status(ErrorKind kind) {
    return kind == ErrorKind.UNAVAILABLE ? 529 : kind.status();
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
    bodies.put("messages[1].role", messages("{'role':'user','content':'x'},{'role':'wizard'}"));
    bodies.put("messages[0].content", messages("{'role':'user','content':7}"));
    bodies.put("messages[0].content[0].type", messages(block("{}")));
    bodies.put("messages[0].content[0].text", messages(block("{'type':'text','text':7}")));
    bodies.put("messages[0].content[0].source.type", messages(block("{'type':'image'}")));
    bodies.put(
        "messages[0].content[0].source.data",
        messages(block("{'type':'image','source':{'type':'base64','media_type':'image/png'}}")));
    bodies.put(
        "messages[0].content[0].source",
        messages(block("{'type':'document','source':{'type':'file','file_id':'f'}}")));
    bodies.put("messages[0].content[0].id", messages(block("{'type':'tool_use','name':'f'}")));
    bodies.put(
        "messages[0].content[0].input",
        messages(block("{'type':'tool_use','name':'f','id':'t','input':[1]}")));
    bodies.put("messages[0].content[0].tool_use_id", messages(block("{'type':'tool_result'}")));
    bodies.put(
        "messages[0].content[1].id",
        messages(
            block(
                "{'type':'tool_use','name':'f','id':'t'},"
                    + "{'type':'tool_use','name':'f','id':'t'}")));
    bodies.put("stream", with("'stream':'yes'"));
    bodies.put("system", with("'system':7"));
    bodies.put("tools", with("'tools':{}"));
    bodies.put("tools[0].name", with("'tools':[{'input_schema':{}}]"));
    bodies.put("tools[0].input_schema", with("'tools':[{'name':'f'}]"));
    bodies.put("tool_choice.type", with("'tool_choice':{'type':'perhaps'}"));
    bodies.put("tool_choice.name", with("'tool_choice':{'type':'tool'}"));
    bodies.put("max_tokens", with("'max_tokens':'x'"));
    bodies.put("temperature", with("'temperature':'hot'"));
    bodies.put("top_k", with("'top_k':-1"));
    bodies.put("stop_sequences", with("'stop_sequences':'x'"));
    bodies.put("thinking", with("'thinking':true"));
    bodies.put("thinking.budget_tokens", with("'thinking':{'type':'enabled','budget_tokens':'x'}"));
    bodies.put("output_config.format.type", with("'output_config':{'format':{}}"));
    bodies.put("metadata", with("'metadata':'x'"));
    bodies.replaceAll((_, body) -> body.replace('\'', '"'));
    return bodies;
  }

  private static String block(String blocks) {
    return "{'role':'assistant','content':[" + blocks + "]}";
  }

  private static String messages(String messages) {
    return "{'model':'chat-a','max_tokens':9,'messages':[" + messages + "]}";
  }

  private static String with(String member) {
    return "{'model':'chat-a','messages':[{'role':'user','content':'x'}]," + member + "}";
  }
}
