package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class AddedModelsTest {
  private static final String MASTER = "Authorization: Bearer sk-master-key-1234";
  private static final String SECRET = "sk-of-the-added-model-4444";

  @TempDir Path folder;
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private GatewayServer server;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("llmgw.yaml"),
        """
        model_list:
          - model_name: written
            litellm_params: {model: demo/demo}
            model_info: {id: from-the-file}
        general_settings: {master_key: sk-master-key-1234}
        """);
    upstream.always(
        Reply.json(
            200,
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}"));
    server = open();
  }

  private GatewayServer open() {
    Environment environment =
        Environment.of(
            Map.of("XDG_DATA_HOME", folder.toString(), "MY_KEY", SECRET), folder, folder);
    return GatewayServer.start(
        GatewayRuntime.open(
            new ConfigLoader(environment), new ConfigRequest(null, "127.0.0.1", 0, null, false)),
        "1");
  }

  @AfterEach
  void stop() {
    server.close();
    upstream.close();
  }

  private static WireAnswer post(GatewayServer to, String path, String body) {
    try (WireClient client = WireClient.connect(to.port())) {
      return client.post(path, body.replace('\'', '"'), MASTER).answer();
    }
  }

  private WireAnswer post(String path, String body) {
    return post(server, path, body);
  }

  private String entry(String name, String key) {
    return "{'model_name':'%s','litellm_params':{'model':'openai/m','api_base':'%s/v1','api_key':'%s'}}"
        .formatted(name, upstream.url(), key);
  }

  private static int chat(GatewayServer to, String model) {
    String body = "{'model':'%s','messages':[{'role':'user','content':'hi'}]}".formatted(model);
    return post(to, "/v1/chat/completions", body).status();
  }

  private JsonNode info() {
    try (WireClient client = WireClient.connect(server.port())) {
      return client.get("/model/info", MASTER).answer().json().path("data");
    }
  }

  @Test
  void servesAnAddedModelAtOnceAndAfterARestart() throws IOException {
    assertThat(chat(server, "more")).isEqualTo(404);
    WireAnswer made = post("/model/new", entry("more", SECRET));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.text()).doesNotContain(SECRET);
    assertThat(made.json().path("model_name").asString()).isEqualTo("more");
    String id = made.json().path("model_id").asString();
    assertThat(chat(server, "more")).isEqualTo(200);
    assertThat(upstream.request().header("authorization")).contains("Bearer " + SECRET);
    assertThat(info()).hasSize(2);
    assertThat(info().get(1).at("/model_info/id").asString()).isEqualTo(id);
    assertThat(info().get(1).at("/model_info/db_model").asBoolean()).isTrue();
    assertThat(info().get(0).at("/model_info/db_model").asBoolean()).isFalse();

    server.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
    server = open();
    assertThat(chat(server, "more")).isEqualTo(200);
    assertThat(post("/config/reload", "{}").status()).isEqualTo(200);
    assertThat(chat(server, "more")).isEqualTo(200);

    WireAnswer gone = post("/model/delete", "{'id':'" + id + "'}");
    assertThat(gone.json().path("message").asString())
        .isEqualTo("Model: " + id + " deleted successfully");
    assertThat(chat(server, "more")).isEqualTo(404);
    assertThat(chat(server, "written")).isEqualTo(200);
  }

  @Test
  void joinsAGroupAndIsSeenByOtherGateways() {
    // it watches the store from its first key on
    post("/key/generate", "{}");
    try (GatewayServer other = open()) {
      post("/model/new", entry("more", "os.environ/MY_KEY"));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(chat(other, "more")).isEqualTo(200));
      assertThat(upstream.requests().getLast().header("authorization"))
          .contains("Bearer " + SECRET);
    }
    post("/model/new", entry("written", SECRET));
    assertThat(info())
        .extracting(each -> each.path("model_name").asString())
        .containsExactly("written", "written", "more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/model/new | {} | 'model_name' must be a string",
        "/model/new | {'model_name':7} | 'model_name' must be a string",
        "/model/new | {'model_name':'m'} | 'litellm_params' is missing",
        "/model/new | {'model_name':'m','litellm_params':{}} | model",
        "/model/new | {'model_name':'m','litellm_params':{'model':'opnai/x'}} | opnai",
        "/model/new | {'model_name':'m','litellm_params':{'model':'openai/x'}} | OPENAI_API_KEY",
        "/model/new | {'model_name':'m','litellm_params':{'model':'openai/x','api_key':'os.environ/NOT_SET'}} | NOT_SET",
        "/model/new | {'model_name':'m','litellm_params':7} | litellm_params",
        "/model/new | {'model_name':'*','litellm_params':{'model':'*'}} | stands for",
        "/model/new | {'model_name':'m','litellm_params':{'model':'demo/demo'},'x':1} | 'x' is not known",
        "/model/new | {'model_name':'m','litellm_params':{'model':'demo/demo'},'model_info':{'id':'from-the-file'}} | belongs to",
        "/model/delete | {} | 'id' is missing",
        "/model/delete | {'id':'nope'} | no added model with the id 'nope'",
        "/model/delete | {'id':'from-the-file'} | is in the configuration"
      })
  void saysWhatIsWrong(String path, String body, String message) {
    WireAnswer answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.errorMessage()).contains(message);
    assertThat(info()).hasSize(1);
  }

  @Test
  void tellsWhatTheCatalogueKnowsUnderLiteLlmsNames() {
    post(
        "/model/new",
        "{'model_name':'m','litellm_params':{'model':'openai/gpt-4o','api_key':'sk-x',"
            + "'output_cost_per_token':0.5},'model_info':{'id':'mine','note':'ours'}}");
    JsonNode info = info().get(1).path("model_info");
    assertThat(info.path("id").asString()).isEqualTo("mine");
    assertThat(info.path("note").asString()).isEqualTo("ours");
    assertThat(info.path("key").asString()).isEqualTo("gpt-4o");
    assertThat(info.path("litellm_provider").asString()).isEqualTo("openai");
    assertThat(info.path("max_input_tokens").asInt()).isEqualTo(128_000);
    assertThat(info.path("input_cost_per_token").decimalValue()).isEqualByComparingTo("0.0000025");
    // what is configured wins
    assertThat(info.path("output_cost_per_token").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(info.path("supports_vision").asBoolean()).isTrue();
  }

  @Test
  void isForTheMasterKeyOnly() {
    String key = post("/key/generate", "{}").json().path("key").asString();
    try (WireClient client = WireClient.connect(server.port())) {
      String bearer = "Authorization: Bearer " + key;
      assertThat(client.post("/model/new", "{}", bearer).answer().status()).isEqualTo(403);
      assertThat(client.post("/model/delete", "{}", bearer).answer().status()).isEqualTo(403);
    }
  }
}
