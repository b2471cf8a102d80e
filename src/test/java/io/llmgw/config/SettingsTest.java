package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  @Nested
  class Precedence {
    @Test
    void theAddressIsThatOfTheFlagElseTheVariableElseTheFile() {
      fixture.write("llmgw.yaml", "general_settings: {host: 127.0.0.2, port: 1}");
      assertThat(fixture.load().config().general())
          .extracting(GeneralSettings::host, GeneralSettings::port)
          .containsExactly("127.0.0.2", 1);

      fixture.set("HOST", "127.0.0.3").set("PORT", "2");
      assertThat(fixture.load().config().general())
          .extracting(GeneralSettings::host, GeneralSettings::port)
          .containsExactly("127.0.0.3", 2);

      assertThat(
              fixture.load(new ConfigRequest(null, "localhost", 3, null, false)).config().general())
          .extracting(GeneralSettings::host, GeneralSettings::port)
          .containsExactly("localhost", 3);
    }

    @Test
    void theMasterKeyIsThatOfTheFileElseTheVariable() {
      fixture.set("LITELLM_MASTER_KEY", "sk-litellm-0000");
      assertThat(fixture.load().config().general().masterKey())
          .isEqualTo(new Secret("sk-litellm-0000"));

      fixture.set("LLMGW_MASTER_KEY", "sk-llmgw-0000");
      assertThat(fixture.load().config().general().masterKey())
          .isEqualTo(new Secret("sk-llmgw-0000"));

      assertThat(fixture.load("general_settings: {master_key: sk-file-0000}").config().general())
          .extracting(GeneralSettings::masterKey)
          .isEqualTo(new Secret("sk-file-0000"));
    }

    @Test
    void aMasterKeyThatIsMissingIsNotReplacedByAnother() {
      fixture.set("LLMGW_MASTER_KEY", "sk-llmgw-0000");

      assertThat(fixture.problems("general_settings: {master_key: os.environ/OWN}"))
          .singleElement()
          .asString()
          .contains("needs the variable OWN");
    }

    @Test
    void theFileWinsOverOtherVariables() {
      fixture
          .set("DEFAULT_MODEL", "demo/b")
          .set("MAX_CONCURRENT_REQUESTS", "5")
          .set("REQUEST_TIMEOUT", "50");
      GatewayConfig config =
          fixture
              .load(
                  """
                  model_list: [{model_name: a, params: {model: demo/demo}}]
                  general_settings: {completion_model: a, max_concurrent_requests: 6}
                  router_settings: {timeout: 60}
                  """)
              .config();

      assertThat(config.general().defaultModel()).isEqualTo("a");
      assertThat(config.general().maxConcurrentRequests()).isEqualTo(6);
      assertThat(config.router().timeout()).hasSeconds(60);
    }

    @Test
    void aWrongVariableIsNamed() {
      fixture.set("PORT", "http");

      assertThat(fixture.problems())
          .containsExactly(
              "error: $PORT: `general_settings.port` takes a whole number from 0 to 65535, not"
                  + " `http`");
    }
  }

  @Nested
  class OpenAddresses {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "gateway.local", "127.0.0.1.evil.com"})
    void needAMasterKey(String host) {
      fixture.set("HOST", host);

      assertThat(fixture.problems())
          .singleElement()
          .asString()
          .startsWith("error: $HOST: Listening on " + host + " lets others in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "LocalHost", "::1", "[::1]"})
    void areNotThoseOfThisMachine(String host) {
      fixture.set("HOST", host);

      assertThat(fixture.problems()).isEmpty();
    }

    @Test
    void areFineWithAMasterKey() {
      fixture.set("HOST", "0.0.0.0").set("LLMGW_MASTER_KEY", "sk-0123456789");

      assertThat(fixture.problems()).isEmpty();
    }
  }

  @Nested
  class Strict {
    private static final ConfigRequest STRICT = ConfigRequest.DEFAULT.withStrict(true);

    @Test
    void turnsIgnoredKeysIntoErrors() {
      fixture.write(
          "llmgw.yaml",
          """
          ui: {}
          foo: 1
          router_settings: {fallbacks: []}
          litellm_settings: {set_verbose: true}
          """);

      assertThat(fixture.problems(STRICT)).hasSize(4).allMatch(line -> line.startsWith("error"));
      assertThat(fixture.problems()).hasSize(4).allMatch(line -> line.startsWith("warning"));
    }

    @Test
    void leavesNotesAlone() {
      fixture.write("llmgw.yaml", "num_retries: 3\n");

      assertThat(fixture.load(STRICT).config().router().numRetries()).isEqualTo(3);
    }
  }

  @Nested
  class WrongPlaces {
    @Test
    void topLevelSettingsFindTheirSection() {
      GatewayConfig config =
          fixture
              .load(
                  """
                  request_timeout: 60
                  num_retries: 4
                  drop_params: no
                  master_key: sk-0123456789
                  port: 4444
                  host: localhost
                  """)
              .config();

      assertThat(config.router().timeout()).hasSeconds(60);
      assertThat(config.router().numRetries()).isEqualTo(4);
      assertThat(config.requests().dropParams()).isFalse();
      assertThat(config.general().masterKey()).isEqualTo(new Secret("sk-0123456789"));
      assertThat(config.general().port()).isEqualTo(4444);
      assertThat(config.general().host()).isEqualTo("localhost");
    }

    @Test
    void soDoSettingsOfAnotherSection() {
      LoadedConfig loaded =
          fixture.load("general_settings: {request_timeout: 60, stream_timeout: 5}\n");

      assertThat(loaded.config().router().timeout()).hasSeconds(60);
      assertThat(loaded.config().router().streamTimeout()).hasSeconds(5);
      assertThat(loaded.warnings()).hasSize(2);
    }

    @Test
    void theRightPlaceWins() {
      assertThat(fixture.problems("port: 1\ngeneral_settings: {port: 2}\n"))
          .containsExactly(
              "warning: llmgw.yaml:1:1: `port` is ignored, because `general_settings.port` is set");
      assertThat(fixture.load().config().general().port()).isEqualTo(2);
    }
  }

  @Nested
  class Origins {
    @Test
    void areToldForEverySetting() {
      fixture
          .set("PORT", "4001")
          .set("KEY", "sk-0123456789abcdef")
          .set("GROQ_API_KEY", "gsk-0123456");
      fixture.write(
          "llmgw.yaml",
          """
          model_list:
            - model_name: m
              litellm_params:
                model: groq/x
                extra_headers: {Authorization: Bearer hunter2, X-A: b}
                api_base: https://user:hunter2@api.groq.com
          general_settings:
            master_key: os.environ/KEY
          request_timeout: 60
          """);

      Map<String, String> settings =
          fixture.load(new ConfigRequest(null, "localhost", null, null, false)).settings().stream()
              .collect(Collectors.toMap(Setting::path, s -> s.value() + " # " + s.source()));

      assertThat(settings)
          .containsEntry("general_settings.host", "localhost # --host")
          .containsEntry("general_settings.port", "4001 # $PORT")
          .containsEntry("general_settings.master_key", "****cdef # llmgw.yaml:8 ($KEY)")
          .containsEntry("general_settings.drain_time", "30 # default")
          .containsEntry("router_settings.timeout", "60 # llmgw.yaml:9")
          .containsEntry("model_list[0].litellm_params.model", "groq/x # llmgw.yaml:4")
          .containsEntry("model_list[0].litellm_params.api_key", "**** # $GROQ_API_KEY")
          .containsEntry(
              "model_list[0].litellm_params.extra_headers",
              "{Authorization: ****, X-A: b} # llmgw.yaml:5")
          .containsEntry(
              "model_list[0].litellm_params.api_base", "https://****@api.groq.com # llmgw.yaml:6");
      assertThat(ConfigReport.settings(fixture.load()))
          .anySatisfy(line ->
              assertThat(line)
                  .startsWith("general_settings.master_key:")
                  .endsWith("# llmgw.yaml:8 ($KEY)"))
          .noneSatisfy(line -> assertThat(line).contains("hunter2"));
      assertThat(ConfigReport.models(fixture.load())).containsExactly("m  groq/x  # llmgw.yaml:2");
    }
  }
}
