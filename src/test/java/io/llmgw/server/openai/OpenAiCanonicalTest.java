package io.llmgw.server.openai;

import io.llmgw.app.TestingServer;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/** OpenAI's clients before an upstream that speaks another protocol. */
@DisplayName("Chat, translated")
class OpenAiCanonicalTest extends OpenAiDialectContract {
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
  protected Map<String, String> wrongFields() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("model", "{'model':7,'messages':[{'role':'user','content':'x'}]}");
    bodies.put("messages", "{'model':'chat-a','messages':'x'}");
    bodies.put("messages[0]", "{'model':'chat-a','messages':['x']}");
    bodies.put("messages[1].role", messages("{'role':'user','content':'x'},{'role':'wizard'}"));
    bodies.put("messages[0].content", messages("{'role':'user','content':7}"));
    bodies.put("messages[0].content[0].type", messages("{'role':'user','content':[{}]}"));
    bodies.put(
        "messages[0].content[0].text",
        messages("{'role':'user','content':[{'type':'text','text':7}]}"));
    bodies.put(
        "messages[0].content[1].image_url.url",
        messages(
            "{'role':'user','content':[{'type':'text','text':'x'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png,x'}}]}"));
    bodies.put(
        "messages[0].tool_calls[0].id",
        messages("{'role':'assistant','tool_calls':[{'function':{'name':'f'}}]}"));
    bodies.put("messages[0].tool_call_id", messages("{'role':'tool','content':'x'}"));
    bodies.put("stream", with("'stream':'yes'"));
    bodies.put("tools", with("'tools':{'type':'function'}"));
    bodies.put("tools[0].type", with("'tools':[{'type':'web_search'}]"));
    bodies.put("tools[0].function.name", with("'tools':[{'type':'function'}]"));
    bodies.put("tool_choice", with("'tool_choice':'perhaps'"));
    bodies.put("response_format", with("'response_format':'json'"));
    bodies.put("response_format.type", with("'response_format':{'type':'xml'}"));
    bodies.put(
        "response_format.json_schema.schema", with("'response_format':{'type':'json_schema'}"));
    bodies.put("temperature", with("'temperature':'hot'"));
    bodies.put("max_tokens", with("'max_tokens':0.5"));
    bodies.put("max_completion_tokens", with("'max_completion_tokens':-1"));
    bodies.put("seed", with("'seed':1.5"));
    bodies.put("stop", with("'stop':7"));
    bodies.put("reasoning_effort", with("'reasoning_effort':{}"));
    bodies.put("timeout", with("'timeout':{}"));
    return bodies;
  }

  private static String messages(String messages) {
    return "{'model':'chat-a','messages':[" + messages + "]}";
  }

  private static String with(String member) {
    return "{'model':'chat-a','messages':[{'role':'user','content':'x'}]," + member + "}";
  }
}
