package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RequestShapeTest {
  private static final Setup GPT_4O = Setup.of("openai", "gpt-4o");
  private static final Setup GPT_5 = Setup.of("openai", "gpt-5");
  private static final Setup LLAMA = Setup.of("vllm", "llama-3");
  private static final Repair STRICT = new Repair(false, List.of(), List.of());

  private static String fit(Setup setup, Operation operation, boolean stream, String body) {
    JsonObjectIndex index =
        JsonObjectIndex.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    byte[] fitted =
        RequestShape.fit(setup.profile(), index, operation, stream, false, new Fidelity(true))
            .toByteArray();
    return new String(fitted, StandardCharsets.UTF_8);
  }

  /** What becomes of these members of a chat request, besides model and messages. */
  private static JsonNode members(Setup setup, String members) {
    String body = "{'model':'m','messages':[]" + (members.isEmpty() ? "" : "," + members) + "}";
    ObjectNode fitted = (ObjectNode) Json.MAPPER.readTree(fit(setup, Operation.CHAT, false, body));
    assertThat(fitted.remove("model").asString()).isEqualTo(setup.model());
    fitted.remove("messages");
    return fitted;
  }

  private static void assertMembers(Setup setup, String before, String after) {
    assertThat(members(setup, before))
        .isEqualTo(Json.MAPPER.readTree("{" + after.replace('\'', '"') + "}"));
  }

  private static GatewayException refusal(Setup setup, String members) {
    GatewayException refusal =
        catchThrowableOfType(GatewayException.class, () -> members(setup, members));
    assertThat(refusal).as("refusal of %s", members).isNotNull();
    return refusal;
  }

  @Nested
  class Bytes {
    @Test
    void leavesEverythingButTheModelAsItWas() {
      String body =
          """
          { "model" : "m",\t"messages":[{"role":"user","content":"\\u00e9\\/ \\"x\\""}],
            "temperature" : 1.50e0, "unknown": {"a" : [ 1 ,2.50 ]},
            "seed":12345678901234567890 }\
          """;

      assertThat(fit(GPT_4O, Operation.CHAT, false, body))
          .isEqualTo(body.replace("\"m\"", "\"gpt-4o\""));
    }

    @Test
    void addsAModelWhereThereIsNone() {
      assertThat(fit(GPT_4O, Operation.CHAT, false, "{'messages':[]}"))
          .isEqualTo("{\"messages\":[],\"model\":\"gpt-4o\"}");
    }

    @Test
    void leavesAnEmbeddingRequestAsItWas() {
      String body = "{\"input\":[[1,2]],\"model\":\"m\",\"encoding_format\":\"base64\"}";

      assertThat(fit(Setup.of("openai", "e-3"), Operation.EMBEDDING, false, body))
          .isEqualTo(body.replace("\"m\"", "\"e-3\""));
    }
  }

  @Nested
  class OutputLimit {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "gpt-5 | 'max_tokens':5 | 'max_completion_tokens':5",
          "gpt-5 | 'max_completion_tokens':5 | 'max_completion_tokens':5",
          "gpt-5 | 'max_tokens':5,'max_completion_tokens':6 | 'max_completion_tokens':6",
          "gpt-5 | 'max_tokens':5,'max_completion_tokens':null | 'max_completion_tokens':5",
          "gpt-5 | 'max_completion_tokens':null,'max_tokens':5 | 'max_completion_tokens':5",
          "gpt-4o | 'max_tokens':5 | 'max_tokens':5",
          "gpt-4o | 'max_completion_tokens':5 | 'max_completion_tokens':5",
          "o3 | 'max_tokens':5 | 'max_completion_tokens':5"
        })
    void hasTheNameOpenAisModelKnows(String model, String before, String after) {
      assertMembers(Setup.of("openai", model), before, after);
      assertMembers(Setup.of("azure", "prod").baseModel(model), before, after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vllm", "mistral", "groq", "deepseek", "ollama", "openrouter"})
    void hasTheOldNameElsewhere(String vendor) {
      Setup setup = Setup.of(vendor, "llama-3");

      assertMembers(setup, "'max_completion_tokens':5", "'max_tokens':5");
      assertMembers(setup, "'max_completion_tokens':5,'max_tokens':6", "'max_tokens':6");
      assertMembers(setup, "'max_tokens':6", "'max_tokens':6");
    }

    @Test
    void isLeftAloneWhenTheDeploymentAllowsIt() {
      Setup allowed = GPT_5.repair(new Repair(true, List.of(), List.of("max_tokens")));

      assertMembers(allowed, "'max_tokens':5", "'max_tokens':5");
    }
  }

  @Nested
  class SamplingOfReasoningModels {
    private static final String ALL =
        "'temperature':0.2,'top_p':0.5,'presence_penalty':1,'frequency_penalty':1,"
            + "'logprobs':true,'top_logprobs':2,'logit_bias':{'1':2},'stop':['x']";

    @Test
    void isDropped() {
      assertMembers(GPT_5, ALL + ",'seed':1", "'seed':1");
      assertMembers(Setup.of("azure", "prod").baseModel("o3-mini"), ALL, "");
    }

    @Test
    void isKeptForOthers() {
      assertThat(members(GPT_4O, ALL)).hasSize(8);
      assertThat(members(LLAMA, ALL)).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "logprobs",
          "stop"
        })
    void isRefusedByNameWhenItMayNotBeDropped(String parameter) {
      GatewayException refusal = refusal(GPT_5.repair(STRICT), "'" + parameter + "':0.25");

      assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.detail().param()).isEqualTo(parameter);
      assertThat(refusal.detail().code()).isEqualTo("unsupported_parameter");
      assertThat(refusal.text()).contains("'gpt-5'", "'" + parameter + "'", "drop_params: true");
    }

    @Test
    void isNotRefusedWhenItSaysNothing() {
      assertMembers(
          GPT_5.repair(STRICT),
          "'temperature':1,'top_p':1.0,'presence_penalty':0,'logprobs':false,'stop':null",
          "");
    }

    @Test
    void isAcceptedAtRestByTheModelsThatDo() {
      Setup newer = Setup.of("openai", "gpt-5.1");

      assertMembers(newer, "'temperature':0.2,'stop':['x']", "'temperature':0.2");
      assertMembers(
          newer,
          "'temperature':0.2,'reasoning_effort':'none'",
          "'temperature':0.2,'reasoning_effort':'none'");
      assertMembers(
          newer, "'temperature':0.2,'reasoning_effort':'low'", "'reasoning_effort':'low'");
    }
  }

  @Nested
  class Tools {
    private static final String ONE = "'tools':[{'type':'function','function':{'name':'f'}}]";

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'tools':[]",
          "'tools':null",
          "'tools':[],'tool_choice':'auto','parallel_tool_calls':true",
          "'functions':[],'function_call':'auto'",
          "'tool_choice':'none'"
        })
    void areLeftOutWhenThereAreNone(String members) {
      assertMembers(GPT_4O, members, "");
      assertMembers(GPT_4O.repair(STRICT), members, "");
      assertMembers(LLAMA, members, "");
    }

    @Test
    void areKeptWithTheirChoice() {
      String members = ONE + ",'tool_choice':'auto','parallel_tool_calls':false";

      assertMembers(GPT_4O, members, members);
    }

    @Test
    void areDroppedForAModelThatCannotCallThem() {
      Setup unable = LLAMA.supports("function_calling", false);

      assertMembers(unable, ONE + ",'tool_choice':'auto','user':'u'", "'user':'u'");
      assertThat(refusal(unable.repair(STRICT), ONE).detail().param()).isEqualTo("tools");
    }
  }

  @Nested
  class Strangers {
    private static final String OLLAMAS =
        "'num_ctx':1,'repeat_penalty':1.1,'think':true,'keep_alive':'5m','min_p':0.1,"
            + "'top_k':5,'mirostat':1";

    @Test
    void areDroppedWhereTheyWouldBeRefused() {
      assertMembers(GPT_4O, OLLAMAS + ",'user':'u'", "'user':'u'");
      assertMembers(Setup.of("groq", "llama-3"), OLLAMAS, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama", "vllm", "lm_studio", "localai", "openrouter"})
    void areKeptWhereTheyAreKnown(String vendor) {
      assertMembers(Setup.of(vendor, "m"), OLLAMAS, OLLAMAS);
    }

    @Test
    void areRefusedByNameWhenTheyMayNotBeDropped() {
      assertThat(refusal(GPT_4O.repair(STRICT), "'num_ctx':1").detail().param())
          .isEqualTo("num_ctx");
    }

    @Test
    void areKeptWhenAllowed() {
      Setup allowed = GPT_4O.repair(new Repair(true, List.of(), List.of("top_k")));

      assertMembers(allowed, "'top_k':5,'min_p':0.1", "'top_k':5");
    }

    @Test
    void thatMeanTheGatewayNeverGoUpstream() {
      String members =
          "'litellm_metadata':{},'tags':['a'],'fallbacks':['b'],'num_retries':1,'timeout':2,"
              + "'cache':{},'guardrails':[],'drop_params':true,'mock_response':'x','metadata':{}";

      assertMembers(GPT_4O.repair(STRICT), members, "'metadata':{}");
      assertMembers(LLAMA, members, "'metadata':{}");
    }
  }

  @Nested
  class Vendors {
    @Test
    void mistralCallsTheSeedOtherwise() {
      Setup mistral = Setup.of("mistral", "mistral-large");

      assertMembers(mistral, "'seed':7", "'random_seed':7");
      assertMembers(mistral, "'seed':7,'random_seed':8", "'random_seed':8");
      assertMembers(mistral, "'random_seed':null,'seed':7", "'random_seed':7");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "groq | 'logprobs':true,'logit_bias':{},'presence_penalty':1,'metadata':{},'store':true",
          "mistral | 'user':'u','logprobs':true,'logit_bias':{},'store':true,'metadata':{}",
          "deepseek | 'seed':1,'n':2,'logit_bias':{}",
          "perplexity | 'tools':[{}],'stop':'x','seed':1,'n':2,'logprobs':true",
          "cohere | 'n':2,'logit_bias':{},'user':'u','store':true,'parallel_tool_calls':true",
          "lemonfox | 'tools':[{}],'seed':1,'n':2,'user':'u','presence_penalty':1",
          "cerebras | 'presence_penalty':1,'logit_bias':{},'service_tier':'auto'"
        })
    void areNotSentWhatTheyRefuse(String vendor, String members) {
      Setup setup = Setup.of(vendor, "m");

      assertMembers(setup, members + ",'temperature':0.5", "'temperature':0.5");
      assertThat(refusal(setup.repair(STRICT), members).kind())
          .isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"openai,developer", "azure,developer", "groq,system", "mistral,system"})
    void areSentTheRoleTheyKnow(String vendor, String role) {
      String body = "{'model':'m','messages':[{'role':'developer','content':'x'}]}";
      JsonNode sent = Json.MAPPER.readTree(fit(Setup.of(vendor, "m"), Operation.CHAT, false, body));

      assertThat(sent.at("/messages/0/role").asString()).isEqualTo(role);
    }

    @Test
    void nothingIsDoneToMessagesThatAreNoList() {
      assertThat(fit(LLAMA, Operation.CHAT, false, "{'model':'m','messages':'x'}"))
          .isEqualTo("{\"model\":\"llama-3\",\"messages\":\"x\"}");
    }
  }

  @Nested
  class Streaming {
    private static JsonNode streamed(Setup setup, boolean stream, boolean usage, String members) {
      byte[] body =
          ("{'messages':[]" + (members.isEmpty() ? "" : "," + members) + "}")
              .replace('\'', '"')
              .getBytes(StandardCharsets.UTF_8);
      ObjectNode sent =
          (ObjectNode)
              Json.MAPPER.readTree(
                  RequestShape.fit(
                          setup.profile(),
                          JsonObjectIndex.of(body),
                          Operation.CHAT,
                          stream,
                          usage,
                          new Fidelity(true))
                      .toByteArray());
      sent.remove("messages");
      sent.remove("model");
      return sent;
    }

    private static void assertStreamed(
        Setup setup, boolean stream, boolean usage, String before, String after) {
      assertThat(streamed(setup, stream, usage, before))
          .isEqualTo(Json.MAPPER.readTree("{" + after.replace('\'', '"') + "}"));
    }

    @Test
    void isAskedForAsWanted() {
      assertStreamed(GPT_4O, true, false, "'stream':true", "'stream':true");
      assertStreamed(GPT_4O, true, false, "", "'stream':true");
      assertStreamed(GPT_4O, false, false, "", "");
      assertStreamed(GPT_4O, false, false, "'stream':false", "'stream':false");
      assertStreamed(GPT_4O, false, false, "'stream':true", "'stream':false");
    }

    @Test
    void asksForUsageWhenItIsWanted() {
      String on = "'stream':true,'stream_options':{'include_usage':true}";

      assertStreamed(GPT_4O, true, true, "'stream':true", on);
      assertStreamed(GPT_4O, true, true, on, on);
      assertStreamed(GPT_4O, true, true, "'stream':true,'stream_options':null", on);
      assertStreamed(
          GPT_4O,
          true,
          true,
          "'stream':true,'stream_options':{'include_obfuscation':false,'include_usage':false}",
          "'stream':true,'stream_options':{'include_obfuscation':false,'include_usage':true}");
      assertStreamed(GPT_4O, true, false, "'stream':true", "'stream':true");
    }

    @Test
    void leavesTheOptionsOutWhereTheyAreWrong() {
      String options = "'stream_options':{'include_usage':true}";

      assertStreamed(GPT_4O, false, false, options, "");
      assertStreamed(
          Setup.of("mistral", "m"), true, true, "'stream':true," + options, "'stream':true");
      assertStreamed(
          GPT_4O.repair(new Repair(true, List.of("stream_options"), List.of())),
          true,
          true,
          "'stream':true",
          "'stream':true");
    }
  }

  @Nested
  class Configured {
    @Test
    void defaultsFillWhatIsMissing() {
      Setup setup = GPT_4O.defaults(Map.of("temperature", 0.5, "seed", 1));

      assertMembers(setup, "", "'temperature':0.5,'seed':1");
      assertMembers(setup, "'temperature':0.7", "'temperature':0.7,'seed':1");
      assertMembers(setup, "'temperature':null", "'temperature':null,'seed':1");
    }

    @Test
    void defaultsAreMadeToFitLikeAnythingElse() {
      Setup setup = GPT_5.defaults(Map.of("temperature", 0.5, "max_tokens", 100));

      assertMembers(setup, "", "'max_completion_tokens':100");
      assertMembers(setup, "'max_completion_tokens':7", "'max_completion_tokens':7");
      assertMembers(setup, "'max_tokens':7", "'max_completion_tokens':7");
    }

    @Test
    void theExtraBodyGoesOverEverything() {
      Setup setup =
          GPT_5.extraBody(
              Map.of("temperature", 0.5, "vendor", Map.of("a", 1), "max_completion_tokens", 9));

      assertMembers(
          setup,
          "'temperature':0.1,'max_tokens':3,'vendor':2",
          "'temperature':0.5,'max_completion_tokens':9,'vendor':{'a':1}");
    }

    @Test
    void pathsAreDropped() {
      Setup setup =
          GPT_4O.repair(
              new Repair(
                  true, List.of("user", "tools[*].function.strict", "a.b", "none.x"), List.of()));

      assertMembers(
          setup,
          "'user':'u','a':{'b':1,'c':2},'tools':[{'function':{'name':'f','strict':true}}]",
          "'a':{'c':2},'tools':[{'function':{'name':'f'}}]");
    }

    @Test
    void aPathMayNameWhatIsDroppedAnyway() {
      Setup setup = GPT_5.repair(new Repair(true, List.of("temperature", "stop[0]"), List.of()));

      assertMembers(setup, "'temperature':0.5,'stop':['x']", "");
    }
  }

  @Test
  void theLegacyEndpointKeepsItsOwnParameters() {
    String body = "{\"model\":\"m\",\"prompt\":\"p\",\"max_tokens\":5,\"suffix\":\"s\"}";

    assertThat(fit(GPT_4O, Operation.COMPLETION, false, body))
        .isEqualTo(body.replace("\"m\"", "\"gpt-4o\""));
  }

  @Nested
  class Wishing {
    private final Setup strict = Setup.of("openai", "o3-mini").repair(STRICT);

    @Test
    void aRequestMayAllowDropping() {
      assertThat(members(strict, "'temperature':0.5,'drop_params':true")).isEmpty();
    }

    @Test
    void aRequestMayForbidDropping() {
      assertThatThrownBy(
              () -> members(Setup.of("openai", "o3-mini"), "'temperature':0.5,'drop_params':false"))
          .hasMessageContaining("'temperature'");
    }

    @Test
    void aRequestMayInsistOnAParameter() {
      assertThat(
              members(strict, "'temperature':0.5,'allowed_openai_params':['temperature']")
                  .toString())
          .isEqualTo("{\"temperature\":0.5}");
    }

    @Test
    void aRequestMayNameMoreToDrop() {
      assertThat(
              members(strict, "'seed':1,'user':'u','additional_drop_params':['seed']").toString())
          .isEqualTo("{\"user\":\"u\"}");
    }

    @Test
    void whatIsLeftOutIsTold() {
      Fidelity fidelity = new Fidelity(true);
      RequestShape.fit(
          Setup.of("openai", "o3-mini").profile(),
          JsonObjectIndex.of(
              "{\"temperature\":0.5,\"max_tokens\":3}".getBytes(StandardCharsets.UTF_8)),
          Operation.CHAT,
          false,
          false,
          fidelity);

      assertThat(fidelity.notes())
          .extracting(Fidelity.Note::change, Fidelity.Note::field)
          .containsExactly(
              tuple(Fidelity.Change.DROPPED, "temperature"),
              tuple(Fidelity.Change.CHANGED, "max_tokens"));
    }
  }
}
