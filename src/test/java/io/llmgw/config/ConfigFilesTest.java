package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  private String loaded() {
    return fixture.load().config().deployments().getFirst().modelName();
  }

  private static String demo(String name) {
    return "model_list: [{model_name: " + name + ", params: {model: demo/demo}}]\n";
  }

  @Nested
  class Search {
    @Test
    void theFlagComesFirst() {
      fixture.write("flag.yaml", demo("flag")).write("llmgw.yaml", demo("here"));
      fixture.write("variable.yaml", demo("variable")).set("LLMGW_CONFIG", "variable.yaml");

      LoadedConfig loaded = fixture.load(ConfigRequest.DEFAULT.withFile(Path.of("flag.yaml")));

      assertThat(loaded.file()).isEqualTo(fixture.path("flag.yaml"));
    }

    @Test
    void thenTheVariables() {
      fixture.write("llmgw.yaml", demo("here")).write("litellm.yaml", demo("litellm"));
      fixture.set("CONFIG_FILE_PATH", fixture.path("litellm.yaml").toString());
      assertThat(loaded()).isEqualTo("litellm");

      fixture.write("ours.yaml", demo("ours")).set("LLMGW_CONFIG", "ours.yaml");
      assertThat(loaded()).isEqualTo("ours");
    }

    @Test
    void thenTheWorkingDirectory() {
      fixture.write("llmgw.yaml", demo("here"));
      fixture.write(fixture.home().resolve(".config/llmgw/config.yaml"), demo("home"));

      assertThat(loaded()).isEqualTo("here");
    }

    @Test
    void thenTheHome() {
      fixture.write(fixture.home().resolve(".config/llmgw/config.yaml"), demo("home"));
      assertThat(loaded()).isEqualTo("home");

      fixture.write("xdg/llmgw/config.yaml", demo("xdg"));
      fixture.set("XDG_CONFIG_HOME", fixture.path("xdg").toString());
      assertThat(loaded()).isEqualTo("xdg");
    }

    @Test
    void windowsHasItsOwnPlace() {
      fixture.write("roaming/llmgw/config.yaml", demo("windows"));
      Environment unix = fixture.environment();
      Environment windows =
          new Environment() {
            @Override
            public @Nullable String variable(String name) {
              return name.equals("APPDATA") ? fixture.path("roaming").toString() : null;
            }

            @Override
            public Path workingDirectory() {
              return unix.workingDirectory();
            }

            @Override
            public Path home() {
              return unix.home();
            }

            @Override
            public boolean windows() {
              return true;
            }
          };

      LoadedConfig loaded = new ConfigLoader(windows).load(ConfigRequest.DEFAULT);

      assertThat(loaded.file()).isEqualTo(fixture.path("roaming/llmgw/config.yaml"));
    }
  }

  @Nested
  class Unusable {
    private String problem(String file) {
      return fixture.problems(ConfigRequest.DEFAULT.withFile(Path.of(file))).getFirst();
    }

    @Test
    void missing() {
      assertThat(problem("none.yaml")).isEqualTo("error: The config file none.yaml does not exist");
    }

    @Test
    void missingWhereAVariablePoints() {
      fixture.set("LLMGW_CONFIG", "none.yaml");
      try {
        fixture.load();
      } catch (ConfigException e) {
        assertThat(e).hasMessageContaining("LLMGW_CONFIG");
      }
      assertThat(fixture.problems()).hasSize(1);
    }

    @Test
    void aDirectory() throws IOException {
      Files.createDirectory(fixture.path("llmgw.yaml"));

      assertThat(fixture.problems())
          .containsExactly("error: The config file llmgw.yaml is a directory");
      try {
        fixture.load();
      } catch (ConfigException e) {
        assertThat(e).hasMessageContaining("volume mount");
      }
    }

    @Test
    void empty() {
      fixture.write("empty.yaml", "").write("comment.yaml", "# nothing\n").write("null.yaml", "~");
      assertThat(problem("empty.yaml")).isEqualTo("error: The config file empty.yaml is empty");
      assertThat(problem("comment.yaml")).isEqualTo("error: The config file comment.yaml is empty");
      assertThat(problem("null.yaml")).isEqualTo("error: The config file null.yaml is empty");
    }

    @Test
    void noMap() {
      fixture.write("list.yaml", "- a\n");
      assertThat(problem("list.yaml"))
          .isEqualTo("error: list.yaml:1:1: A configuration is a map of sections, not a list");
    }

    @Test
    void notUtf8() throws IOException {
      Files.write(fixture.path("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
      assertThat(problem("latin.yaml"))
          .isEqualTo("error: The config file latin.yaml is not UTF-8 text");
    }

    @Test
    void tooLarge() {
      fixture.write("large.yaml", "#".repeat(5 << 20));
      assertThat(problem("large.yaml"))
          .isEqualTo("error: The config file large.yaml is larger than 4 MiB");
    }

    @Test
    void notReadable() throws IOException {
      fixture.write("secret.yaml", demo("a"));
      Files.setPosixFilePermissions(
          fixture.path("secret.yaml"), PosixFilePermissions.fromString("---------"));
      assumeFalse(Files.isReadable(fixture.path("secret.yaml")), "root reads everything");

      assertThat(problem("secret.yaml"))
          .isEqualTo("error: The config file secret.yaml may not be read");
    }

    @Test
    void aByteOrderMarkIsNoTrouble() {
      fixture.write("llmgw.yaml", "\uFEFF" + demo("mark"));
      assertThat(loaded()).isEqualTo("mark");
    }
  }

  @Nested
  class Includes {
    @Test
    void appendsListsAndMergesMaps() {
      fixture.write(
          "conf/models.yaml",
          demo("two") + "router_settings: {num_retries: 7, timeout: 50}\ninclude: more.yaml\n");
      fixture.write("conf/more.yaml", demo("three"));
      LoadedConfig loaded =
          fixture.load(
              demo("one")
                  + "include: [conf/models.yaml]\n"
                  + "router_settings: {timeout: 40, cooldown_time: 9}\n");

      assertThat(loaded.config().deployments())
          .extracting(DeploymentConfig::modelName)
          .containsExactly("one", "two", "three");
      assertThat(loaded.config().deployments())
          .extracting(DeploymentConfig::origin)
          .containsExactly(
              "llmgw.yaml:1",
              Path.of("conf", "models.yaml") + ":1",
              Path.of("conf", "more.yaml") + ":1");
      assertThat(loaded.config().router().numRetries()).isEqualTo(7);
      assertThat(loaded.config().router().timeout()).hasSeconds(50);
      assertThat(loaded.config().router().cooldownTime()).hasSeconds(9);
      assertThat(loaded.warnings())
          .extracting(Problem::summary)
          .containsExactly(
              "note: %s:2:44: `timeout` replaces the value of llmgw.yaml:3"
                  .formatted(Path.of("conf", "models.yaml")));
      assertThat(loaded.files())
          .containsExactlyInAnyOrder(
              fixture.path(".env"),
              fixture.secrets(),
              fixture.path("llmgw.yaml"),
              fixture.path("conf/models.yaml"),
              fixture.path("conf/more.yaml"));
    }

    @Test
    void aNameThatIsNoneIsAnError() {
      assertThat(fixture.problems("include: [\"a\\0b\", [c]]\n"))
          .anyMatch(line -> line.endsWith("is not a file's name"))
          .contains("error: llmgw.yaml:1:19: `include` takes names of files");
    }

    @Test
    void findsCircles() {
      fixture.write("a.yaml", "include: [llmgw.yaml]\n");
      assertThat(fixture.problems("include: [a.yaml]\n"))
          .containsExactly("error: a.yaml:1:11: llmgw.yaml includes itself");
    }

    @Test
    void readsAFileOnce() {
      fixture.write("a.yaml", demo("a"));
      assertThat(fixture.problems("include: [a.yaml, a.yaml]\n"))
          .containsExactly(
              "note: llmgw.yaml:1:19: a.yaml is included twice; the second time is ignored");
      assertThat(fixture.load().config().deployments()).hasSize(1);
    }

    @Test
    void aMissingOneIsAnErrorWhereItIsIncluded() {
      assertThat(fixture.problems("include:\n  - none.yaml\n"))
          .containsExactly("error: llmgw.yaml:2:5: The included file none.yaml does not exist");
    }

    @Test
    void positionsAreThoseOfTheIncludedFile() {
      fixture.write("a.yaml", "general_settings:\n  port: x\n");
      assertThat(fixture.problems("include: a.yaml\n"))
          .singleElement()
          .asString()
          .startsWith("error: a.yaml:2:9: `general_settings.port` takes");
    }
  }

  @Nested
  class Variables {
    private static final String KEYED =
        "model_list: [{model_name: m, params: {model: groq/m, api_key: os.environ/KEY}}]\n";

    private String key() {
      DeploymentConfig.Endpoint endpoint =
          fixture.load().config().deployments().getFirst().endpoint();
      return endpoint.apiKey() == null ? "" : endpoint.apiKey().reveal();
    }

    @Test
    void comeFromDotEnvBesideTheFile() {
      fixture
          .write("sub/c.yaml", KEYED)
          .write("sub/.env", "KEY=beside\n")
          .write(".env", "KEY=here\n");
      fixture.set("LLMGW_CONFIG", "sub/c.yaml");

      assertThat(key()).isEqualTo("beside");
    }

    @Test
    void realOnesWinOverDotEnv() {
      fixture.write("llmgw.yaml", KEYED).write(".env", "KEY=file\n").set("KEY", "real");

      assertThat(key()).isEqualTo("real");
    }

    @Test
    void thoseOfTheFileWinOverRealOnes() {
      fixture.set("KEY", "real").set("OTHER", "other");
      fixture.write("llmgw.yaml", "environment_variables: {KEY: os.environ/OTHER}\n" + KEYED);

      assertThat(key()).isEqualTo("other");
      assertThat(fixture.load().environment().variable("KEY")).isEqualTo("other");
    }

    @Test
    void oneOfTheFileThatRefersToNothingIsAWarning() {
      assertThat(fixture.problems("environment_variables: {A: os.environ/MISSING}\n"))
          .containsExactly(
              "warning: llmgw.yaml:1:28: $MISSING is not set; `environment_variables.A` is left"
                  + " out");
    }

    @Test
    void dotEnvOfTheWorkingDirectoryCountsWithoutAFile() {
      fixture.write(".env", "GROQ_API_KEY=gsk-of-dot-env\n");

      assertThat(fixture.load().config().deployments().getFirst().origin()).isEqualTo(".env:1");
      assertThat(key()).isEqualTo("gsk-of-dot-env");
    }

    @Test
    void whiteSpaceAroundAKeyIsRemoved() {
      fixture.write("llmgw.yaml", KEYED).set("KEY", " sk-with-line-end\n");

      assertThat(key()).isEqualTo("sk-with-line-end");
    }
  }
}
