package io.llmgw.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingKeys;
import io.llmgw.app.TestingServer;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** LiteLLM's routes about keys, over real sockets, with the real store. */
@Timeout(30)
class KeyEndpointsTest {
  private static final String MASTER = "Authorization: Bearer sk-master-key";

  @TempDir Path folder;
  private final FakeProvider provider = new FakeProvider().always(Scenario.says("Hello"));
  private TestingServer server;

  @BeforeEach
  void start() {
    server =
        TestingServer.start(
            new TestingConfig().key("sk-master-key").with(TestingConfig.entry("chat-a")),
            provider,
            TestingKeys.in(folder));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WireAnswer post(String path, String body) {
    return server.post(path, body, MASTER);
  }

  private JsonNode good(String path, String body) {
    WireAnswer answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode info(String key) {
    WireAnswer answer = server.get("/key/info?key=" + key, MASTER);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("info");
  }

  private int status(String key) {
    return server.get("/v1/models", "Authorization: Bearer " + key).status();
  }

  @Test
  void generatesAKeyWithLiteLlmsNames() {
    JsonNode made =
        good(
            "/key/generate",
            "{'key_alias':'ci','duration':'30d','models':['chat-*'],'rpm_limit':60,'tpm_limit':1000,"
                + "'max_parallel_requests':3,'max_budget':12.5,'soft_budget':10,"
                + "'budget_duration':'30d','user_id':'ann','team_id':'t','metadata':{'a':1},"
                + "'tags':['x'],'aliases':{'s':'chat-a'},'model_rpm_limit':{'chat-a':5},"
                + "'key_type':'llm_api','permissions':{},'config':null,'send_invite_email':false,"
                + "'guardrails':[]}");
    String key = made.path("key").asString();
    assertThat(key).matches("sk-[A-Za-z0-9_-]{43}");
    assertThat(made.path("key_name").asString()).isEqualTo("sk-..." + key.substring(42));
    assertThat(made.path("token").asString()).matches("[0-9a-f]{64}");
    assertThat(made.path("token_id")).isEqualTo(made.path("token"));
    assertThat(made.path("key_alias").asString()).isEqualTo("ci");
    assertThat(made.path("rpm_limit").asInt()).isEqualTo(60);
    assertThat(made.path("metadata").toString()).isEqualTo("{\"a\":1,\"tags\":[\"x\"]}");
    assertThat(made.path("allowed_routes").toString()).isEqualTo("[\"llm_api_routes\"]");
    assertThat(Instant.parse(made.path("expires").asString()))
        .isCloseTo(
            Instant.now().plus(30, ChronoUnit.DAYS),
            org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
    JsonNode info = info(key);
    assertThat(info.has("key")).isFalse();
    for (String name :
        List.of("token", "models", "max_budget", "model_rpm_limit", "aliases", "expires")) {
      assertThat(info.path(name)).as(name).isEqualTo(made.path(name));
    }
    assertThat(server.get("/key/info?key=" + key, MASTER).text()).doesNotContain(key);
  }

  @Test
  void acceptsAKeyOfTheCallersOwn() {
    String key = "sk-my-own-secret-key";
    assertThat(good("/key/generate", "{'key':'" + key + "'}").path("key").asString())
        .isEqualTo(key);
    assertThat(status(key)).isEqualTo(200);
    assertThat(post("/key/generate", "{'key':'" + key + "'}").errorMessage())
        .contains("is there already");
  }

  @Test
  void findsAKeyByAllItsNames() {
    JsonNode made = good("/key/generate", "{'key_alias':'ci'}");
    for (String field : List.of("key", "token", "id", "key_alias")) {
      assertThat(info(made.path(field).asString()).path("id")).isEqualTo(made.path("id"));
    }
  }

  @Test
  void updatesWhatIsSaidAndLeavesTheRest() {
    JsonNode made =
        good("/key/generate", "{'key_alias':'ci','rpm_limit':60,'models':['a'],'duration':'1h'}");
    good("/key/update", "{'key':'ci','rpm_limit':null,'tpm_limit':5,'metadata':{'x':[1]}}");
    JsonNode info = info("ci");
    assertThat(info.path("rpm_limit").isNull()).isTrue();
    assertThat(info.path("tpm_limit").asInt()).isEqualTo(5);
    assertThat(info.path("models").toString()).isEqualTo("[\"a\"]");
    assertThat(info.path("expires")).isEqualTo(made.path("expires"));
    assertThat(info.path("metadata").toString()).isEqualTo("{\"x\":[1]}");
    good("/key/update", "{'key':'ci','duration':'-1','key_alias':'new'}");
    assertThat(info("new").path("expires").isNull()).isTrue();
    assertThat(server.get("/key/info?key=ci", MASTER).status()).isEqualTo(404);
  }

  @Test
  void givesAnotherSecretAndLeavesTheOldOneAWhile() {
    String old = good("/key/generate", "{'key_alias':'ci','rpm_limit':7}").path("key").asString();
    JsonNode made = good("/key/regenerate", "{'key':'ci','grace_period':'1h'}");
    String second = made.path("key").asString();
    assertThat(made.path("rpm_limit").asInt()).isEqualTo(7);
    assertThat(made.path("old_key_expires").asString()).isNotEmpty();
    assertThat(status(old)).isEqualTo(200);
    assertThat(status(second)).isEqualTo(200);
    String third = good("/key/ci/regenerate", "{'rpm_limit':8}").path("key").asString();
    assertThat(status(second)).isEqualTo(401);
    assertThat(status(old)).isEqualTo(200);
    assertThat(status(third)).isEqualTo(200);
    assertThat(info("ci").path("rpm_limit").asInt()).isEqualTo(8);
    String fourth =
        good("/key/" + third + "/regenerate", "{'new_key':'sk-chosen-by-hand'}")
            .path("key")
            .asString();
    assertThat(fourth).isEqualTo("sk-chosen-by-hand");
    assertThat(status(fourth)).isEqualTo(200);
  }

  /** The examples of LiteLLM's documentation, as they stand there. */
  @Test
  void understandsLiteLlmsExamples() {
    JsonNode first =
        good(
            "/key/generate",
            "{'models':['gpt-3.5-turbo','gpt-4','claude-2'],'duration':'20m',"
                + "'metadata':{'user':'ishaan@berri.ai'},'team_id':'core-infra','max_budget':10}");
    assertThat(first.path("expires").asString()).isNotEmpty();
    JsonNode second =
        good(
            "/key/generate",
            "{'models':['my-free-tier'],'aliases':{'gpt-3.5-turbo':'my-free-tier'},"
                + "'duration':'30min'}");
    assertThat(
            Duration.between(
                Instant.parse(second.path("created_at").asString()),
                Instant.parse(second.path("expires").asString())))
        .hasMinutes(30);
    good(
        "/key/generate",
        "{'spend':0,'config':{},'permissions':{},'model_max_budget':{},'guardrails':[],"
            + "'budget_duration':'monthly','allowed_cache_controls':[]}");
    String key = first.path("key").asString();
    JsonNode updated =
        good("/key/update", "{'key':'" + key + "','models':['gpt-4'],'metadata':{'user':'x'}}");
    assertThat(updated.path("key").asString()).isEqualTo(key);
    assertThat(updated.path("models").toString()).isEqualTo("[\"gpt-4\"]");
    JsonNode user =
        good(
            "/user/new",
            "{'user_id':'ishaan1','user_email':'ishaan@litellm.ai','user_role':'admin',"
                + "'team_id':'cto-team','max_budget':20,'budget_duration':'1h'}");
    assertThat(user.path("key").asString()).startsWith("sk-");
    assertThat(user.path("team_id").asString()).isEqualTo("cto-team");
    assertThat(user.path("max_budget").asInt()).isEqualTo(20);
    assertThat(
            good("/key/delete", "{'keys':['" + key + "']}").path("deleted_keys").get(0).asString())
        .isEqualTo(key);
  }

  @Test
  void deletesAllOrNone() {
    String key = good("/key/generate", "{'key_alias':'a'}").path("key").asString();
    good("/key/generate", "{'key_alias':'b'}");
    WireAnswer missing = post("/key/delete", "{'key_aliases':['a','zzz']}");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.errorMessage()).isEqualTo("There is no key 'zzz'.");
    assertThat(status(key)).isEqualTo(200);
    assertThat(
            good("/key/delete", "{'keys':['" + key + "'],'key_aliases':['b']}")
                .path("deleted_keys")
                .toString())
        .isEqualTo("[\"" + key + "\",\"b\"]");
    assertThat(status(key)).isEqualTo(401);
  }

  @Test
  void saysWhenAQueryIsNotWellFormed() {
    for (String query : List.of("%ff", "%", "%zz", "%c3%28")) {
      WireAnswer answer = server.get("/key/info?key=" + query, MASTER);
      assertThat(answer.status()).as(query).isIn(400, 404);
    }
    assertThat(server.get("/key/info?key=%ff", MASTER).errorMessage()).contains("UTF-8");
  }

  @Test
  void listsInPages() {
    for (int i = 0; i < 12; i++) {
      good(
          "/key/generate",
          "{'key_alias':'k" + i + "','user_id':'" + (i % 2 == 0 ? "ann" : "bob") + "'}");
    }
    JsonNode list = server.get("/key/list", MASTER).json();
    assertThat(list.path("keys")).hasSize(10).allMatch(JsonNode::isString);
    assertThat(list.path("total_count").asInt()).isEqualTo(12);
    assertThat(list.path("total_pages").asInt()).isEqualTo(2);
    JsonNode second =
        server.get("/key/list?page=2&size=4&user_id=ann&return_full_object=true", MASTER).json();
    List<String> aliases = new ArrayList<>();
    second.path("keys").forEach(each -> aliases.add(each.path("key_alias").asString()));
    assertThat(aliases).hasSize(2);
    assertThat(second.path("current_page").asInt()).isEqualTo(2);
    assertThat(server.get("/key/list?page=0", MASTER).status()).isEqualTo(400);
    assertThat(server.get("/key/list?size=x", MASTER).errorMessage()).startsWith("'size' must be");
  }

  @Test
  void aKeyMaySeeItselfOnly() {
    String key = good("/key/generate", "{'key_alias':'a','user_id':'ann'}").path("key").asString();
    good("/key/generate", "{'key_alias':'b'}");
    good("/user/new", "{'user_id':'ann','user_email':'ann@example.org','auto_create_key':false}");
    String bearer = "Authorization: Bearer " + key;
    assertThat(server.get("/key/info", bearer).json().at("/info/key_alias").asString())
        .isEqualTo("a");
    assertThat(server.get("/key/info?key=" + key, bearer).status()).isEqualTo(200);
    assertThat(server.get("/key/info?key=b", bearer).status()).isEqualTo(403);
    assertThat(server.get("/user/info", bearer).json().at("/user_info/user_email").asString())
        .isEqualTo("ann@example.org");
    assertThat(server.get("/user/info?user_id=bob", bearer).status()).isEqualTo(403);
    assertThat(server.get("/key/info", MASTER).status()).isEqualTo(400);
  }

  @Test
  void makesUsersWithAFirstKey() {
    JsonNode made =
        good("/user/new", "{'user_email':'x@y','user_role':'internal_user','rpm_limit':3}");
    String id = made.path("user_id").asString();
    assertThat(id).hasSize(36);
    assertThat(status(made.path("key").asString())).isEqualTo(200);
    JsonNode info = server.get("/user/info?user_id=" + id, MASTER).json();
    assertThat(info.at("/user_info/rpm_limit").asInt()).isEqualTo(3);
    assertThat(info.path("keys")).hasSize(1);
    assertThat(post("/user/new", "{'user_id':'" + id + "'}").status()).isEqualTo(400);
    assertThat(server.get("/user/info?user_id=nobody", MASTER).status()).isEqualTo(404);
  }

  @Test
  void tellsOfModelsWithoutTheirKeys() {
    JsonNode info = server.get("/v1/model/info", MASTER).json();
    assertThat(info.at("/data/0/model_name").asString()).isEqualTo("chat-a");
    assertThat(info.at("/data/0/model_info/id").asString()).isNotEmpty();
    assertThat(info.at("/data/0/litellm_params").toString()).doesNotContain("api_key");
    String id = info.at("/data/0/model_info/id").asString();
    assertThat(server.get("/model/info?litellm_model_id=" + id, MASTER).json().path("data"))
        .hasSize(1);
    assertThat(server.get("/model/info?litellm_model_id=zzz", MASTER).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'rpm_limit':-1} | rpm_limit | 'rpm_limit' must be a whole number, 0 or more.",
        "{'rpm_limit':1.5} | rpm_limit | 'rpm_limit' must be a whole number, 0 or more.",
        "{'tpm_limit':'many'} | tpm_limit | 'tpm_limit' must be a whole number, 0 or more.",
        "{'tpm_limit':1e99} | tpm_limit | 'tpm_limit' must be a whole number, 0 or more.",
        "{'max_budget':'x'} | max_budget | 'max_budget' must be a number, 0 or more.",
        "{'models':'gpt'} | models | 'models' must be a list of strings.",
        "{'models':[1]} | models | 'models' must be a string.",
        "{'models':['']} | models | 'models' must be a list of strings that are not empty.",
        "{'duration':'soon'} | duration | 'duration' must be a time such as 30m, 24h or 30d.",
        "{'duration':'999999mo'} | duration | 'duration' must be a time such as 30m, 24h or 30d.",
        "{'expires':'tomorrow'} | expires | 'expires' must be a time such as 2027-01-31T00:00:00Z.",
        "{'key':'no-prefix-here'} | key | 'key' must begin with 'sk-' and have 8 to 512 letters, digits and signs.",
        "{'key':'sk-'} | key | 'key' must begin with 'sk-' and have 8 to 512 letters, digits and signs.",
        "{'key_alias':'sk-x'} | key_alias | 'key_alias' must not begin with 'sk-', as keys do, nor be blank.",
        "{'key_alias':'a\\nb'} | key_alias | 'key_alias' must have no line breaks and at most 1000 characters.",
        "{'metadata':[]} | metadata | 'metadata' must be an object.",
        "{'aliases':{'a':1}} | aliases.a | 'aliases.a' must be a string.",
        "{'blocked':'yes'} | blocked | 'blocked' must be true or false.",
        "{'key_type':'management'} | key_type | 'key_type' must be default, llm_api or read_only here.",
        "{'allowed_routes':['chat']} | allowed_routes | 'allowed_routes' holds 'chat', which is neither a path nor one of anthropic_routes, info_routes, llm_api_routes, openai_routes.",
        "{'guardrails':['pii']} | guardrails | 'guardrails' is not supported by this gateway; leave it out.",
        "{'modles':['a']} | modles | 'modles' is not known here; 'models' is."
      })
  void saysWhatIsWrongWithARequest(String body, String param, String message) {
    WireAnswer answer = post("/key/generate", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorMessage()).isEqualTo(message);
    assertThat(answer.json().at("/error/param").asString()).isEqualTo(param);
    assertThat(server.get("/key/list", MASTER).json().path("total_count").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/key/update | {} | 400",
        "/key/update | {'key':5} | 400",
        "/key/update | {'key':'zzz','rpm_limit':1} | 404",
        "/key/update | {'key':'sk-unknown-secret'} | 404",
        "/key/update | {'key':'a','key_alias':'b'} | 400",
        "/key/update | {'key':'a','nonsense':1} | 400",
        "/key/block | {'key':'zzz'} | 404",
        "/key/block | {'key':'a','blocked':true} | 400",
        "/key/delete | {} | 400",
        "/key/delete | {'keys':'a'} | 400",
        "/key/regenerate | {'key':'a','grace_period':'x'} | 400",
        "/key/zzz/regenerate | {} | 404",
        "/key/generate | [] | 400",
        "/key/generate | nonsense | 400",
        "/key/generate | {'key_alias':'a'} | 400",
        "/user/new | {'teams':['x']} | 400",
        "/user/new | {'auto_create_key':1} | 400"
      })
  void refusesBadRequestsAndChangesNothing(String path, String body, int status) {
    good("/key/generate", "{'key_alias':'a'}");
    good("/key/generate", "{'key_alias':'b'}");
    JsonNode before = info("a");
    WireAnswer answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errorMessage()).isNotBlank().doesNotContain("sk-unknown");
    assertThat(info("a")).isEqualTo(before);
    assertThat(server.get("/key/list", MASTER).json().path("total_count").asInt()).isEqualTo(2);
  }
}
