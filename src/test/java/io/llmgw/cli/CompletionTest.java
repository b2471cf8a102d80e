package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private final CommandFixture fixture = CommandFixture.create();

  @ParameterizedTest
  @CsvSource({"bash, llmgw.bash", "zsh, _llmgw", "fish, llmgw.fish", "powershell, llmgw.ps1"})
  void checkedInScriptsAreWhatTheProgramPrints(String shell, String file) {
    CommandFixture.Result result = fixture.run("completion", shell);

    assertThat(result.exit()).isZero();
    new GoldenFile(Path.of("completions", file)).assertEquals(result.out());
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh", "fish", "powershell"})
  void leavesOutWhatIsHidden(String shell) {
    assertThat(fixture.run("completion", shell).out())
        .contains("serve", "stream-json", "no-color")
        .doesNotContain("warm-up");
  }

  @Test
  void knowsNoOtherShell() {
    CommandFixture.Result result = fixture.run("completion", "cmd");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("bash, zsh, fish, powershell");
  }
}
