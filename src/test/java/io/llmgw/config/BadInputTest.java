package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        one(
            "general_settings:\n  port: 99999\n",
            "error: llmgw.yaml:2:9: `general_settings.port` takes a whole number from 0 to 65535,"
                + " not `99999`"),
        one(
            "general_settings:\n  port: http\n",
            "error: llmgw.yaml:2:9: `general_settings.port` takes a whole number from 0 to 65535,"
                + " not `http`"),
        one(
            "general_settings:\n  openwebui_info: maybe\n",
            "error: llmgw.yaml:2:19: `general_settings.openwebui_info` takes true or false, not"
                + " `maybe`"),
        one(
            "general_settings:\n  cors_origins: {a: b}\n",
            "error: llmgw.yaml:2:17: `general_settings.cors_origins` takes a list of texts, not a"
                + " map"),
        one(
            "general_settings: [port]\n",
            "error: llmgw.yaml:1:19: `general_settings` takes a map, not a list"),
        one(
            "general_settings:\n  max_request_size_mb: 0\n",
            "error: llmgw.yaml:2:24: `general_settings.max_request_size_mb` takes a number above"
                + " 0, up to 2000"),
        one(
            "general_settings:\n  master_key:\n",
            "error: llmgw.yaml:2:14: `general_settings.master_key` has no value"),
        one(
            "general_settings:\n  master_key: ''\n",
            "error: llmgw.yaml:2:15: `general_settings.master_key` has no value"),
        one(
            "general_settings:\n  master_key: os.environ/MISSING\n",
            "error: llmgw.yaml:2:15: `general_settings.master_key` needs the variable MISSING,"
                + " which is not set"),
        one(
            "general_settings:\n  master_key: two words\n",
            "error: llmgw.yaml:2:15: `general_settings.master_key` holds a character that no key"
                + " can have"),
        one(
            "general_settings:\n  host: 0.0.0.0\n",
            "error: llmgw.yaml:2:9: Listening on 0.0.0.0 lets others in, and there is no master"
                + " key"),
        one(
            "litellm_settings:\n  request_timeout: soon\n",
            "error: llmgw.yaml:2:20: `litellm_settings.request_timeout` takes seconds above 0, or"
                + " a time such as 30s or 5m, not `soon`"),
        one(
            "litellm_settings:\n  chunk_timeout: 0\n",
            "error: llmgw.yaml:2:18: `litellm_settings.chunk_timeout` takes seconds above 0, or a"
                + " time such as 30s or 5m, not `0`"),
        one(
            "router_settings:\n  model_group_alias: {a: [b]}\n",
            "error: llmgw.yaml:2:26: The alias `a` takes a model's name, or `{model: name, hidden:"
                + " true}`"),
        one(
            "router_settings:\n  num_retries: -1\n",
            "error: llmgw.yaml:2:16: `router_settings.num_retries` takes a whole number from 0 to"
                + " 100, not `-1`"),
        one(
            "litellm_setings: {}\n",
            "warning: llmgw.yaml:1:1: `litellm_setings` is not a known key and is ignored"),
        one(
            "general_settings:\n  prot: 1\n",
            "warning: llmgw.yaml:2:3: `general_settings.prot` is not a known key and is ignored"),
        one(
            "router_settings:\n  fallbacks: []\n",
            "warning: llmgw.yaml:2:3: `router_settings.fallbacks` is known to LiteLLM but not yet"
                + " supported by llmgw; it is ignored"),
        one(
            "ui: {enabled: true}\n",
            "warning: llmgw.yaml:1:1: `ui` is ignored; llmgw has no use for it"),
        one(
            "num_retries: 4\n",
            "note: llmgw.yaml:1:1: `num_retries` is read as `litellm_settings.num_retries`"),
        one(
            "environment_variables: {A: [1]}\n",
            "error: llmgw.yaml:1:28: The variable A takes text, not a list"),
        one(
            "general_settings:\n  host: os.environ/HOME/x\n",
            "error: llmgw.yaml:2:9: `HOME/x` is not a variable's name"));
  }

  static Stream<Arguments> entries() {
    return Stream.of(
        one("{}", "error: llmgw.yaml:1:16: `model_list[0].model_name` is missing"),
        one(
            "{model_name: a}",
            "error: llmgw.yaml:1:16: `model_list[0]` needs one map `litellm_params`"),
        one("text", "error: llmgw.yaml:1:16: An entry of `model_list` is a map, not `text`"),
        one(
            "{model_name: a, params: {}}",
            "error: llmgw.yaml:1:40: `model_list[0].params.model` is missing"),
        one(
            "{model_name: a, params: {model: gtp-4o}}",
            "error: llmgw.yaml:1:48: The vendor of the model `gtp-4o` is not known"),
        one(
            "{model_name: a, params: {model: opnai/gpt-4o}}",
            "error: llmgw.yaml:1:48: `opnai` is not a vendor llmgw knows"),
        one(
            "{model_name: a, params: {model: x, custom_llm_provider: nobody}}",
            "error: llmgw.yaml:1:48: `nobody` is not a vendor llmgw knows"),
        one(
            "{model_name: a, params: {model: gpt-4o}}",
            "error: llmgw.yaml:1:48: `openai` needs a key"),
        one(
            "{model_name: a, params: {model: azure/x}}",
            "error: llmgw.yaml:1:48: `azure` has no usual address"),
        one(
            "{model_name: a, params: {model: openai/x, api_base: localhost:8000}}",
            "error: llmgw.yaml:1:68: `localhost:8000` is not an address"),
        one(
            "{model_name: a, params: {model: openai/x, api_base: os.environ/MISSING}}",
            "error: llmgw.yaml:1:68: `model_list[0].params.api_base` needs the variable MISSING,"
                + " which is not set"),
        one(
            "{model_name: a, params: {model: groq/x, api_key: os.environ/MISSING}}",
            "error: llmgw.yaml:1:65: `model_list[0].params.api_key` needs the variable MISSING,"
                + " which is not set"),
        one(
            "{model_name: a, params: {model: groq/x, api_key: $GROQ_API_KEY}}",
            "error: llmgw.yaml:1:65: `model_list[0].params.api_key` is the text `$GROQ_API_KEY`,"
                + " not the variable's value"),
        one(
            "{model_name: a, params: {model: ollama/x, api_key: os.environ/MISSING}}",
            "warning: llmgw.yaml:1:67: $MISSING is not set; the upstream is called without a key"),
        one(
            "{model_name: a, params: {model: ollama/x, api_base: os.environ/MISSING}}",
            "warning: llmgw.yaml:1:68: $MISSING is not set; the usual address of `ollama` is used"),
        one(
            "{model_name: a, params: {model: demo/x, rpm: os.environ/MISSING}}",
            "warning: llmgw.yaml:1:61: $MISSING is not set; `model_list[0].params.rpm` is left"
                + " out"),
        one(
            "{model_name: a, params: {model: demo/x, api_keyy: sk-1234567890abcdef}}",
            "warning: llmgw.yaml:1:56: `model_list[0].params.api_keyy` is not a known key and is"
                + " ignored"),
        one(
            "{model_name: a, params: {model: demo/x, temprature: 1}}",
            "warning: llmgw.yaml:1:56: `model_list[0].params.temprature` is not a known key and is"
                + " ignored"),
        one(
            "{model_name: a, params: {model: demo/x, frobnicate: 1}}",
            "note: llmgw.yaml:1:56: `frobnicate` is sent to the upstream as a request parameter"),
        one(
            "{model_name: a, params: {model: demo/x, aws_role_name: eu}}",
            "warning: llmgw.yaml:1:56: `model_list[0].params.aws_role_name` is known to LiteLLM"
                + " but not yet supported by llmgw; it is ignored"),
        one(
            "{model_name: a, params: {model: demo/x, litellm_credential_name: none}}",
            "error: llmgw.yaml:1:81: credential_list has no credential `none`"),
        one(
            "{model_name: a, params: {model: demo/x, extra_headers: {'a b': c}}}",
            "error: llmgw.yaml:1:72: `a b` is not a header's name"),
        one(
            "{model_name: a, params: {model: demo/x}, model_info: {mode: chatt}}",
            "error: llmgw.yaml:1:76: `model_list[0].model_info.mode` takes one of chat,"
                + " completion, embedding, image_generation, image_edit, audio_transcription,"
                + " audio_speech, rerank, moderation, batch, realtime, responses, ocr,"
                + " video_generation, not `chatt`"));
  }

  private static Arguments one(String yaml, String expected) {
    return Arguments.of(yaml, expected);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void saysWhatIsWrongWithASetting(String yaml, String expected) {
    assertThat(fixture.problems(yaml)).contains(expected);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void saysWhatIsWrongWithAnEntryOfTheModelList(String entry, String expected) {
    // The entry starts in column 16.
    assertThat(fixture.problems("model_list:  [ " + entry + " ]\n")).contains(expected);
  }

  @Test
  void tellsEverythingAtOnceInTheOrderOfTheFile() {
    String yaml =
        """
        model_list:
          - model_name: a
            litellm_params: {model: opnai/x, rpm: many}
        general_settings:
          port: none
          prot: 1
        """;

    assertThatThrownBy(() -> fixture.load(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            error: llmgw.yaml:3:29: `opnai` is not a vendor llmgw knows
                3 |     litellm_params: {model: opnai/x, rpm: many}
                  |                             ^
              hint: did you mean `openai`?
            error: llmgw.yaml:3:43: `model_list[0].litellm_params.rpm` takes a whole number of at \
            least 0, not `many`
                3 |     litellm_params: {model: opnai/x, rpm: many}
                  |                                           ^
            error: llmgw.yaml:5:9: `general_settings.port` takes a whole number from 0 to 65535, \
            not `none`
                5 |   port: none
                  |         ^
            warning: llmgw.yaml:6:3: `general_settings.prot` is not a known key and is ignored
                6 |   prot: 1
                  |   ^
              hint: did you mean `port`?\
            """);
  }

  @Test
  void aWrongMasterKeyIsNotAlsoAMissingOne() {
    assertThat(fixture.problems("general_settings: {host: 0.0.0.0, master_key: a b}"))
        .singleElement()
        .asString()
        .contains("holds a character");
  }

  @Test
  void twoEntriesMustNotHaveTheSameId() {
    assertThat(
            fixture.problems(
                """
                model_list:
                  - {model_name: a, params: {model: demo/a}, model_info: {id: one}}
                  - {model_name: b, params: {model: demo/b}, model_info: {id: one}}
                """))
        .containsExactly(
            "error: The id `one` belongs to two entries: llmgw.yaml:2 and llmgw.yaml:3");
  }

  @Test
  void secretsAreInNoMessage() {
    String yaml =
        """
        general_settings: {master_key: "hunter2 is my key", port: none}
        model_list:
          - model_name: a
            litellm_params: {model: nobody/x, rpm: many, api_key: sk-verysecretvalue123}
          - model_name: b
            litellm_params:
              api_key: [hunter2]
              model: openai/x
              rpm: sk-verysecretvalue123
        """;

    assertThatThrownBy(() -> fixture.load(yaml))
        .message()
        .doesNotContain("hunter2")
        .doesNotContain("verysecret")
        .contains("****");
  }
}
