package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.ConfigTemplate;
import io.llmgw.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {
  private static final String GOOD =
      """
      model_list:
        - model_name: fast
          litellm_params:
            model: openai/gpt-4o-mini
            api_key: sk-abcdefghijklmnop1234
      """;

  @TempDir private Path folder;

  private CommandFixture fixture() {
    return fixture(Map.of());
  }

  private CommandFixture fixture(Map<String, String> variables) {
    return CommandFixture.with(
        new Surroundings(
            Environment.of(variables, folder, folder), Tty.NONE, InputStream.nullInputStream()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void showsAShortHelpAlone() {
    CommandFixture.Result result = fixture().run("config");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("config init", "config check", "config show", "config schema")
        .hasLineCount(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "show"})
  void wantsTheConfigurationNamedOnce(String command) {
    CommandFixture.Result result = fixture().run("config", command, "a.yaml", "--config", "b.yaml");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            """
            error: FILE and --config are the same: name one configuration
            try: llmgw config %s --help
            """
                .formatted(command));
  }

  @Test
  void suggestsTheNearestCommand() {
    assertThat(fixture().run("config", "chek").err()).contains("try: llmgw config check, or");
  }

  @Nested
  class Check {
    @Test
    void isBriefWhenAllIsWell() throws IOException {
      write("llmgw.yaml", GOOD);

      CommandFixture.Result result = fixture().run("config", "check");

      assertThat(result.exit()).isZero();
      assertThat(result.out()).isEqualTo("llmgw.yaml: 1 model, no problems\n");
      assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.yaml", "--config=other.yaml"})
    void readsTheFileThatIsNamed(String argument) throws IOException {
      write("llmgw.yaml", "broken: [");
      write("other.yaml", GOOD);

      CommandFixture.Result result = fixture().run("config", "check", argument);

      assertThat(result.out()).isEqualTo("other.yaml: 1 model, no problems\n");
    }

    @Test
    void countsWildcardsApart() throws IOException {
      write(
          "llmgw.yaml",
          GOOD
              + """
                - model_name: groq/*
                  litellm_params:
                    model: groq/*
                    api_key: none
              """);

      assertThat(fixture().run("config", "check").out())
          .isEqualTo("llmgw.yaml: 1 model, 1 wildcard, no problems\n");
    }

    @Test
    void looksAtTheEnvironmentWithoutAFile() {
      assertThat(fixture().run("config", "check").out())
          .isEqualTo("no configuration file: 1 model, no problems\n");
    }

    @Test
    void tellsWarningsAndSucceeds() throws IOException {
      write("llmgw.yaml", GOOD + "general_setings:\n  port: 5000\n");

      CommandFixture.Result result = fixture().run("config", "check");

      assertThat(result.exit()).isZero();
      assertThat(result.out())
          .contains(
              "warning: llmgw.yaml:6:1: ",
              "    6 | general_setings:\n      | ^\n",
              "did you mean `general_settings`?")
          .endsWith("\nllmgw.yaml: 1 model, 1 warning\n");
    }

    @Test
    void countsWhatWouldBeIgnoredAsErrorsWhenStrict() throws IOException {
      write("llmgw.yaml", GOOD + "general_setings:\n  port: 5000\n");

      CommandFixture.Result result = fixture().run("config", "check", "--strict");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out())
          .startsWith("error: llmgw.yaml:6:1: ")
          .endsWith("\nllmgw.yaml: 1 error\n");
    }

    @Test
    void tellsEveryProblemAtOnce() throws IOException {
      write(
          "llmgw.yaml",
          """
          model_list:
            - model_name: fast
              litellm_params:
                model: openai/gpt-4o-mini
                api_key: none
                api_bas: x
          general_settings:
            port: many
            drain_time: long
          """);

      CommandFixture.Result result = fixture().run("config", "check");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out())
          .contains("llmgw.yaml:6:7: ", "llmgw.yaml:8:9: ", "llmgw.yaml:9:15: ")
          .endsWith("\nllmgw.yaml: 2 errors, 1 warning\n");
    }

    @Test
    void tellsWhatAModelLacksToBeCalled() throws IOException {
      write(
          "llmgw.yaml",
          GOOD
              + "  - model_name: far\n    litellm_params:\n      model: bedrock/x\n"
              + "      api_key: key-0123456789\n");

      CommandFixture.Result result = fixture().run("config", "check");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out())
          .contains("'far' cannot be called", "set aws_region_name")
          .endsWith("llmgw.yaml: 1 error\n");
    }

    @Test
    void tellsWhatServeWouldRefuseBesidesTheWarnings() throws IOException {
      write(
          "llmgw.yaml",
          """
          model_list:
            - model_name: fast
              litellm_params:
                model: azure/gpt
                api_base: https://portal.azure.com/resource
                api_key: none
          surplus: 1
          """);

      CommandFixture.Result result = fixture().run("config", "check");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out())
          .contains("`surplus`", "The api_base of 'fast' leads to Azure's portal")
          .endsWith("\nllmgw.yaml: 1 error, 1 warning\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "nowhere.yaml"})
    void tellsThatThereIsNoFile(String name) {
      CommandFixture.Result result = fixture().run("config", "check", name);

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).startsWith("error: The config file ").endsWith(": 1 error\n");
      assertThat(result.err()).isEmpty();
    }

    @Test
    void isSilentWhenQuietAndWell() throws IOException {
      write("llmgw.yaml", GOOD + "surplus: 1\n");

      assertThat(fixture().run("config", "check", "-q").out()).isEmpty();
      assertThat(fixture().run("config", "check", "-q", "--strict").out())
          .contains("`surplus`", "llmgw.yaml: 1 error");
    }

    @Test
    void coloursTheSeverityAndNothingAFileSays() throws IOException {
      write("llmgw.yaml", GOOD + "\"@|red x|@\": 1\n");

      CommandFixture.Result result = fixture().run("config", "check", "--color", "always");

      assertThat(result.out()).startsWith("\033[").contains("@|red x|@");
    }

    @Test
    void givesProgramsAnObject() throws IOException {
      write("llmgw.yaml", GOOD + "general_setings:\n  port: 5000\n");

      CommandFixture.Result result = fixture().run("config", "check", "-o", "json");

      assertThat(result.exit()).isZero();
      JsonNode report = json(result.out());
      assertThat(report.propertyNames()).containsExactly("file", "ok", "problems");
      assertThat(report.get("file").asString()).isEqualTo("llmgw.yaml");
      assertThat(report.get("ok").asBoolean()).isTrue();
      JsonNode problem = report.get("problems").get(0);
      assertThat(problem.propertyNames())
          .containsExactly("severity", "file", "line", "column", "message", "hint");
      assertThat(problem.get("severity").asString()).isEqualTo("warning");
      assertThat(problem.get("line").asInt()).isEqualTo(6);
      assertThat(problem.get("column").asInt()).isEqualTo(1);
      assertThat(problem.get("hint").asString()).contains("general_settings");
    }

    @Test
    void givesProgramsTheErrorsToo() {
      CommandFixture.Result result = fixture().run("config", "check", "gone.yaml", "--json");

      assertThat(result.exit()).isEqualTo(3);
      JsonNode report = json(result.out());
      assertThat(report.get("file").asString()).isEqualTo("gone.yaml");
      assertThat(report.get("ok").asBoolean()).isFalse();
      JsonNode problem = report.get("problems").get(0);
      assertThat(problem.get("severity").asString()).isEqualTo("error");
      assertThat(problem.get("line").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void holdsNoSecret(String format) throws IOException {
      write(
          "llmgw.yaml",
          GOOD.replace("api_key:", "api_kee: 1\n      api_key: {a: 1}\n      token:"));

      assertThat(fixture().run("config", "check", "-o", format).out()).doesNotContain("sk-abcdef");
    }
  }

  @Nested
  class Show {
    @Test
    void printsValuesAndWhereTheyComeFrom() throws IOException {
      write("llmgw.yaml", GOOD + "general_settings:\n  master_key: os.environ/MY_KEY\n");

      CommandFixture.Result result =
          fixture(Map.of("MY_KEY", "sk-very-secret-9876", "PORT", "4321")).run("config", "show");

      assertThat(result.exit()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out())
          .contains("Models\n  fast  openai/gpt-4o-mini  # llmgw.yaml:2\n")
          .containsPattern("general_settings\\.port: +4321 +# \\$PORT\n")
          .containsPattern("general_settings\\.host: +127\\.0\\.0\\.1 +# default\n")
          .containsPattern("master_key: +\\*{4}9876 +# llmgw.yaml:7.*\\$?MY_KEY")
          .doesNotContain("very-secret", "abcdef", "\033[");
    }

    @Test
    void putsTheSourceIntoTheBackgroundOfATerminal() throws IOException {
      write("llmgw.yaml", GOOD);

      assertThat(fixture().run("config", "show", "--color=always").out())
          .containsPattern("openai/gpt-4o-mini\033\\[2m {2}# llmgw.yaml:2\033\\[");
    }

    @Test
    void givesProgramsAnObject() throws IOException {
      write("llmgw.yaml", GOOD);

      JsonNode report = json(fixture().run("config", "show", "llmgw.yaml", "-o", "json").out());

      assertThat(report.get("file").asString()).isEqualTo("llmgw.yaml");
      assertThat(report.get("models"))
          .isEqualTo(
              json(
                  """
                  [{"name":"fast","provider":"openai","model":"gpt-4o-mini","source":"llmgw.yaml:2"}]
                  """));
      var byPath = new ArrayList<String>();
      report
          .get("settings")
          .forEach(setting ->
              byPath.add(
                  setting.get("path").asString()
                      + "="
                      + setting.get("value").asString()
                      + "@"
                      + setting.get("source").asString()));
      assertThat(byPath)
          .contains(
              "general_settings.port=4000@default",
              "model_list[0].litellm_params.api_key=****1234@llmgw.yaml:5");
    }

    @Test
    void pointsToWhatIsIgnored() throws IOException {
      write("llmgw.yaml", GOOD + "surplus: 1\n");

      CommandFixture.Result result = fixture().run("config", "show");

      assertThat(result.err()).isEqualTo("1 note about it: llmgw config check\n");
      assertThat(fixture().run("config", "show", "--quiet").err()).isEmpty();
    }

    @Test
    void cannotShowWhatCannotBeUsed() throws IOException {
      write("llmgw.yaml", "model_list: 7\n");

      CommandFixture.Result result = fixture().run("config", "show");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("llmgw.yaml:1:13");
    }
  }

  @Test
  void printsTheSchema() {
    CommandFixture.Result result = fixture().run("config", "schema");

    assertThat(result.exit()).isZero();
    assertThat(json(result.out()).get("$schema").asString()).contains("2020-12");
  }

  @Nested
  class Init {
    @Test
    void writesAFileThatChecksAndServes() {
      CommandFixture fixture = fixture();

      CommandFixture.Result result = fixture.run("config", "init");

      assertThat(result.exit()).isZero();
      assertThat(result.out()).isEqualTo("wrote llmgw.yaml\nnext: edit it, then llmgw serve\n");
      assertThat(folder.resolve("llmgw.yaml")).hasContent(ConfigTemplate.text());
      assertThat(fixture.run("config", "check").out())
          .isEqualTo("llmgw.yaml: 1 model, no problems\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsTheFileToItsOwner() throws IOException {
      fixture().run("config", "init");
      Files.setPosixFilePermissions(
          write("open.yaml", "old"), PosixFilePermissions.fromString("rw-rw-rw-"));
      fixture().run("config", "init", "open.yaml", "--force");

      for (String name : new String[] {"llmgw.yaml", "open.yaml"}) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
            .isEqualTo("rw-------");
      }
    }

    @Test
    void leavesAFileThatIsThere() throws IOException {
      Path file = write("llmgw.yaml", "mine");

      CommandFixture.Result result = fixture().run("config", "init");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              """
              error: llmgw.yaml is there already, and stays as it is
              try: llmgw config check llmgw.yaml, or --force to replace it
              """);
      assertThat(file).hasContent("mine");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesWhatALinkPointsTo() throws IOException {
      Path target = folder.resolve("target.yaml");
      Files.createSymbolicLink(folder.resolve("llmgw.yaml"), target);

      assertThat(fixture().run("config", "init").exit()).isEqualTo(3);
      assertThat(target).doesNotExist();
    }

    @Test
    void replacesItWhenForced() throws IOException {
      Path file = write("llmgw.yaml", "mine, and longer than\n".repeat(1000));

      assertThat(fixture().run("config", "init", "--force").exit()).isZero();
      assertThat(file).hasContent(ConfigTemplate.text());
    }

    @Test
    void makesTheFoldersAndNamesTheCommand() {
      CommandFixture.Result result = fixture().run("config", "init", "new folder/a.yaml");

      assertThat(result.out())
          .isEqualTo(
              """
              wrote new folder/a.yaml
              next: edit it, then llmgw serve -c 'new folder/a.yaml'
              """);
      assertThat(folder.resolve("new folder/a.yaml")).exists();
    }

    @Test
    void knowsTheUsersOwnPlace() {
      CommandFixture.Result result = fixture().run("config", "init", ".config/llmgw/config.yaml");

      assertThat(result.out()).endsWith("next: edit it, then llmgw serve\n");
    }

    @Test
    void refusesAFolder() throws IOException {
      Files.createDirectory(folder.resolve("sub"));

      CommandFixture.Result result = fixture().run("config", "init", "sub");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err())
          .isEqualTo("error: sub is a directory\ntry: llmgw config init sub/llmgw.yaml\n");
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
      write("sub", "a file");

      CommandFixture.Result result = fixture().run("config", "init", "sub/llmgw.yaml");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err()).contains("sub is not a directory");
    }

    @Test
    void printsToTheStandardOutput() {
      CommandFixture.Result result = fixture().run("config", "init", "-");

      assertThat(result.out()).isEqualTo(ConfigTemplate.text());
      assertThat(folder).isEmptyDirectory();
    }

    @Test
    void givesProgramsAnObject() {
      CommandFixture.Result result = fixture().run("config", "init", "--json");

      assertThat(json(result.out()).get("file").asString())
          .isEqualTo(folder.resolve("llmgw.yaml").toString());
    }
  }
}
