package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Environment;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class WantedCommandsTest {
  private static final Set<String> NAMES = Set.of("serve", "models", "help");

  private static List<String> made(String... args) {
    List<String> made = new ArrayList<>();
    WantedCommands wanted = WantedCommands.of(NAMES, args);
    var parent = new CommandLine(new Nothing());
    for (String name : List.of("serve", "models", "help")) {
      wanted.add(
          parent,
          name,
          () -> {
            made.add(name);
            return new CommandLine(new Nothing()).setCommandName(name);
          });
    }
    return made;
  }

  @Command
  static final class Nothing {}

  @Test
  void makesTheCommandThatIsNamed() {
    assertThat(made("models", "gpt")).containsExactly("models");
    assertThat(made("--config", "serve", "models")).containsExactly("serve", "models");
    assertThat(made("--version")).isEmpty();
    assertThat(made()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models --help",
        "models -qh",
        "help models",
        "@file models",
        "modles",
        "--nothing"
      })
  void makesAllWhenTheyAreToldOf(String line) {
    assertThat(made(line.split(" "))).containsExactly("serve", "models", "help");
  }

  @Test
  void suggestsACommandThatWasNotMade() {
    var err = new StringWriter();
    var out = new PrintWriter(new StringWriter());
    Path home = CommandFixture.HOME;
    var surroundings =
        new Surroundings(
            Environment.of(Map.of(), home, home), Tty.NONE, InputStream.nullInputStream());
    String[] args = {"tset", "models"};

    int exit = Llmgw.ofRun(surroundings, out, new PrintWriter(err), args).execute(args);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("try: llmgw test, or llmgw --help");
  }
}
