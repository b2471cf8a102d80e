package io.llmgw.server.responses;

import io.llmgw.app.TestingServer;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.server.DialectContract;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients of the Responses API before a provider of another protocol. */
@DisplayName("Responses")
class ResponsesDialectTest extends DialectContract {
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
    return "/v1/responses";
  }

  @Override
  protected String body(Ask ask) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (!ask.model().isEmpty()) {
      body.put("model", ask.model());
    }
    body.put("input", ask.text());
    if (ask.stream()) {
      body.put("stream", true);
    }
    if (!ask.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      ask.tools().forEach(name -> tools.addObject().put("type", "function").put("name", name));
    }
    return body.toString();
  }

  @Override
  protected Heard whole(WireAnswer answer) {
    return io.llmgw.server.responses.Heard.of(answer).told();
  }

  @Override
  protected Heard stream(WireAnswer answer) {
    return io.llmgw.server.responses.Heard.of(answer).told();
  }

  @Override
  protected String word(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> "completed";
      case LENGTH -> "max_output_tokens";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  @Override
  protected boolean usageOnRequest() {
    return false;
  }

  @Override
  protected Map<String, String> wrongFields() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("model", "{'model':7,'input':'x'}");
    bodies.put("input", "{'model':'chat-a'}");
    bodies.put("stream", with("'stream':'yes'"));
    bodies.put("store", with("'store':1"));
    bodies.put("previous_response_id", with("'previous_response_id':7"));
    bodies.put("input[0]", input("'x'"));
    bodies.put("input[0].type", input("{}"));
    bodies.put("input[1].type", input("{'role':'user','content':'x'},{'type':'computer_call'}"));
    bodies.put("input[0].role", input("{'role':'wizard','content':'x'}"));
    bodies.put("input[0].content", input("{'role':'user','content':7}"));
    bodies.put("input[0].content[0].type", input("{'role':'user','content':[{}]}"));
    bodies.put(
        "input[0].content[0].text",
        input("{'role':'user','content':[{'type':'input_text','text':7}]}"));
    bodies.put(
        "input[0].content[0].image_url",
        input("{'role':'user','content':[{'type':'input_image','image_url':'data:x'}]}"));
    bodies.put(
        "input[0].content[0].file_id",
        input("{'role':'user','content':[{'type':'input_file','file_id':'file-1'}]}"));
    bodies.put("input[0].arguments", input("{'type':'function_call','call_id':'c','name':'f'}"));
    bodies.put(
        "input[0].call_id", input("{'type':'function_call_output','call_id':'c','output':'x'}"));
    bodies.put(
        "input[1].call_id",
        input(
            "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}"));
    bodies.put("input[0].id", input("{'type':'item_reference','id':'msg_1'}"));
    bodies.put("instructions", with("'instructions':7"));
    bodies.put("background", with("'background':true"));
    bodies.put("prompt", with("'prompt':{'id':'pmpt_1'}"));
    bodies.put("conversation", with("'conversation':'conv_1'"));
    bodies.put("tools", with("'tools':{}"));
    bodies.put("tools[0].name", with("'tools':[{'type':'function'}]"));
    bodies.put("tools[0].type", with("'tools':[{'type':'teleport'}]"));
    bodies.put("tool_choice", with("'tool_choice':'perhaps'"));
    bodies.put("parallel_tool_calls", with("'parallel_tool_calls':'no'"));
    bodies.put("text", with("'text':'json'"));
    bodies.put("text.format.type", with("'text':{'format':{'type':'xml'}}"));
    bodies.put("text.format.schema", with("'text':{'format':{'type':'json_schema'}}"));
    bodies.put("temperature", with("'temperature':'hot'"));
    bodies.put("max_output_tokens", with("'max_output_tokens':0"));
    bodies.put("reasoning", with("'reasoning':'high'"));
    bodies.put("reasoning.effort", with("'reasoning':{'effort':{}}"));
    return bodies;
  }

  private static String input(String items) {
    return "{'model':'chat-a','input':[" + items + "]}";
  }

  private static String with(String member) {
    return "{'model':'chat-a','input':'x'," + member + "}";
  }
}
