package io.llmgw.server.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OllamaEndpointsTest {
  private final FakeProvider provider = new FakeProvider().always(Scenario.says("Hel", "lo"));
  private final TestingServer server =
      TestingServer.start(
          new TestingConfig()
              .with(TestingConfig.entry("gpt"))
              .with(TestingConfig.entry("llama:8b"))
              .with(
                  TestingConfig.upstream(
                      "ears",
                      "openai",
                      "whisper-1",
                      "http://127.0.0.1:1/v1",
                      DeploymentConfig.ModelInfo.NONE)),
          provider);

  @AfterEach
  void stop() {
    server.close();
  }

  private WireAnswer post(String path, String body) {
    return server.post(path, body.replace('\'', '"'));
  }

  private ChatRequest asked() {
    return provider.calls().getLast().request();
  }

  @Test
  void listsModelsWithTheirTags() {
    JsonNode models = server.get("/api/tags").json().path("models");

    assertThat(models.valueStream().map(model -> model.path("name").asString()))
        .containsExactlyInAnyOrder("gpt:latest", "llama:8b");
    JsonNode first = models.path(0);
    assertThat(first.path("digest").asString()).matches("[0-9a-f]{64}");
    assertThat(first.path("size").asLong()).isPositive();
    assertThat(first.path("details").path("families").isArray()).isTrue();
  }

  @Test
  void knowsAModelWithAndWithoutItsTag() {
    WireAnswer answer =
        post(
            "/api/chat",
            "{'model':'gpt:latest','stream':false,'messages':[{'role':'user','content':'x'}]}");

    assertThat(answer.json().path("model").asString()).isEqualTo("gpt:latest");
    assertThat(answer.json().at("/message/content").asString()).isEqualTo("Hello");
  }

  @Test
  void generatesFromAPrompt() {
    WireAnswer answer =
        post(
            "/api/generate",
            "{'model':'gpt','system':'s','prompt':'p','images':['/9j/AAA'],"
                + "'options':{'num_predict':5,'num_ctx':8}}");

    List<String> lines = answer.text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"response\":\"Hel\"").contains("\"done\":false");
    assertThat(lines.get(2)).contains("\"done\":true").contains("\"response\":\"\"");
    assertThat(asked().messages())
        .containsExactly(
            Message.text(Role.SYSTEM, "s"),
            new Message(
                Role.USER,
                List.of(
                    new Part.Text("p"),
                    new Part.Media(
                        Part.MediaKind.IMAGE, "image/jpeg", "/9j/AAA", null, null, null))));
    assertThat(asked().sampling().maxTokens()).isEqualTo(5);
    assertThat(answer.header("x-llmgw-fidelity")).contains("dropped=options.num_ctx");
  }

  @Test
  void answersARequestToLoadWithoutCallingAnyone() {
    assertThat(post("/api/generate", "{'model':'gpt'}").json().path("done_reason").asString())
        .isEqualTo("load");
    assertThat(
            post("/api/chat", "{'model':'gpt','messages':[],'keep_alive':0}")
                .json()
                .path("done_reason")
                .asString())
        .isEqualTo("unload");
    WireAnswer unknown = post("/api/generate", "{'model':'nope'}");
    assertThat(unknown.status()).isEqualTo(404);
    // the words that clients look for
    assertThat(unknown.json().path("error").asString("")).startsWith("model 'nope' not found");
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void givesCallsWithoutIdsTheirResults() {
    post(
        "/api/chat",
        "{'model':'gpt','messages':[{'role':'user','content':'x'},"
            + "{'role':'assistant','content':'','tool_calls':["
            + "{'function':{'name':'one','arguments':{'a':1}}},"
            + "{'function':{'name':'two','arguments':{}}}]},"
            + "{'role':'tool','tool_name':'two','content':'2'},"
            + "{'role':'tool','content':'1'}],'think':true}");

    List<Message> messages = asked().messages();
    assertThat(messages.get(1).parts())
        .containsExactly(
            new Part.ToolCall("call_0", "one", "{\"a\":1}"),
            new Part.ToolCall("call_1", "two", "{}"));
    assertThat(messages.get(2).parts())
        .containsExactly(new Part.ToolResult("call_1", "two", List.of(new Part.Text("2")), false));
    assertThat(messages.get(3).parts())
        .containsExactly(new Part.ToolResult("call_0", "one", List.of(new Part.Text("1")), false));
    assertThat(asked().sampling().effort()).isEqualTo("medium");
  }

  @Test
  void embeds() {
    assertThat(post("/api/embed", "{'model':'gpt','input':['a','bc']}").json().path("embeddings"))
        .hasSize(2);
    assertThat(post("/api/embeddings", "{'model':'gpt','prompt':'a'}").json().path("embedding"))
        .hasSize(2);
    assertThat(post("/api/embed", "{'model':'gpt','input':7}").status()).isEqualTo(400);
  }

  @Test
  void tellsAboutAModel() {
    JsonNode shown = post("/api/show", "{'model':'gpt'}").json();

    assertThat(shown.path("capabilities").valueStream().map(JsonNode::asString))
        .contains("completion", "tools");
    assertThat(post("/api/show", "{'name':'x'}").json().path("error").asString())
        .isEqualTo("model 'x' not found");
    assertThat(post("/api/show", "{}").status()).isEqualTo(400);
  }

  @Test
  void doesNotPretendToManageModels() {
    assertThat(post("/api/pull", "{'model':'gpt'}").text()).contains("\"success\"");
    assertThat(post("/api/pull", "{'model':'x'}").status()).isEqualTo(404);
    assertThat(post("/api/create", "{'model':'x'}").status()).isEqualTo(501);
    assertThat(server.get("/api/version").json().path("version").asString()).matches("\\d.*");
    assertThat(server.get("/api/ps").json().path("models").isArray()).isTrue();
    assertThat(server.get("/").text()).contains("Ollama is running");
  }
}
