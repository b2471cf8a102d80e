package io.llmgw.server.openai;

import io.llmgw.app.TestingServer;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

/** OpenAI's clients before an upstream of the same protocol, over the passthrough lane. */
@DisplayName("Chat, passed through")
class OpenAiPassthroughTest extends OpenAiDialectContract {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final Queue<Scenario> scenarios = new ConcurrentLinkedQueue<>();
  private final Upstreams upstreams = new Upstreams();

  @AfterEach
  void close() {
    upstreams.close();
    upstream.close();
  }

  @Override
  protected TestingServer start(TestingConfig config) {
    upstream.always(this::reply);
    return upstreams.serve(config.with(TestingConfig.openAi(MODEL, upstream.url() + "/v1")));
  }

  private Reply reply(Received received) {
    Scenario scenario = scenarios.poll();
    if (scenario == null) {
      throw new AssertionError("the test has no scenario for " + received);
    }
    return OpenAiStory.reply(scenario, received);
  }

  @Override
  protected void upstream(Scenario scenario) {
    scenarios.add(scenario);
  }

  @Override
  protected long upstreamCancelledAt() {
    return upstream.awaitRequest(0).cancelledAt().orElseThrow();
  }

  @Override
  protected int upstreamCalls() {
    return upstream.requests().size();
  }

  /** What the upstream understands is left to the upstream; the gateway reads a few fields only. */
  @Override
  protected Map<String, String> wrongFields() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("model", "{'model':{},'messages':[{'role':'user','content':'x'}]}");
    bodies.put("messages", "{'model':'chat-a','messages':[]}");
    bodies.put(
        "stream", "{'model':'chat-a','messages':[{'role':'user','content':'x'}],'stream':1}");
    bodies.put(
        "timeout", "{'model':'chat-a','messages':[{'role':'user','content':'x'}],'timeout':[]}");
    return bodies;
  }
}
