package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private final CommandFixture fixture = CommandFixture.create();

  @ParameterizedTest
  @ValueSource(strings = {"serve", "chat", "test", "config", "help", "completion"})
  void showsTheHelpOfACommand(String command) {
    CommandFixture.Result result = fixture.run(command, "--help");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    GoldenFile.of("help-%s.txt".formatted(command)).assertEquals(result.out());
  }

  @Test
  void showsTheWholeHelp() {
    CommandFixture.Result result = fixture.run("--help");

    assertThat(result.exit()).isZero();
    GoldenFile.of("help.txt").assertEquals(result.out());
  }

  @Test
  void listsEveryExitCode() {
    String help = fixture.run("--help").out();

    for (ExitCode code : ExitCode.values()) {
      assertThat(help).containsPattern("(?m)^ +" + code.number() + " +\\S");
    }
  }

  @Test
  void showsAShortHelpWithoutACommand() {
    CommandFixture.Result result = fixture.run();

    assertThat(result.exit()).isZero();
    GoldenFile.of("short-help.txt").assertEquals(result.out());
  }

  @Test
  void helpIsAlsoACommand() {
    String expected = fixture.run("serve", "--help").out();

    assertThat(fixture.run("help", "serve").out()).isEqualTo(expected);
  }

  @Test
  void helpOfAnUnknownCommandIsWrongUsage() {
    CommandFixture.Result result = fixture.run("help", "sing");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: There is no command 'sing'\n");
  }

  @Test
  void coloursTheHelpOnDemand() {
    assertThat(fixture.run("--help").out()).doesNotContain("\033[");
    assertThat(fixture.run("--help", "--color", "always").out()).contains("\033[");
    assertThat(fixture.run("--color=always", "serve", "--help").out()).contains("\033[");
  }

  @Test
  void coloursTheHelpOnATerminal() {
    var terminal = new Tty(true, true, true);

    assertThat(CommandFixture.with(Map.of(), terminal, "").run("--help").out()).contains("\033[");
    assertThat(CommandFixture.with(Map.of("NO_COLOR", "1"), terminal, "").run("--help").out())
        .doesNotContain("\033[");
  }

  @Test
  void tellsItsVersion() {
    CommandFixture.Result result = fixture.run("--version");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).matches("llmgw \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+, .+\\)\n");
    assertThat(Version.number()).doesNotContain("${");
  }

  @Test
  void printsWhereTheFilesAre() {
    var fixture = CommandFixture.with(Map.of("XDG_CACHE_HOME", "/var/c"), Tty.NONE, "");

    assertThat(fixture.run("--paths").out())
        .isEqualTo(
            """
            config  /home/tester/.config/llmgw/config.yaml  (does not exist)
            data    /home/tester/.local/share/llmgw/llmgw.db  (does not exist)
            state   /home/tester/.local/state/llmgw  (does not exist)
            cache   /var/c/llmgw  (does not exist)
            """);
    assertThat(fixture.run("--paths", "--json").out())
        .isEqualTo(
            """
            {"config":"/home/tester/.config/llmgw/config.yaml",\
            "data":"/home/tester/.local/share/llmgw/llmgw.db",\
            "state":"/home/tester/.local/state/llmgw",\
            "cache":"/var/c/llmgw"}
            """);
  }

  @Test
  void aRunForgetsTheOptionsOfTheOneBefore() {
    fixture.run("--paths", "--json");

    assertThat(fixture.run("--paths").out()).startsWith("config  ");
  }
}
