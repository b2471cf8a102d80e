package io.llmgw.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
@Timeout(20)
class LocalMachineTest {
  private final LocalMachine machine = new LocalMachine(_ -> null);

  @Nested
  class Runs {
    @Test
    void programsAndTellsHowTheyEnded() throws IOException {
      assertThat(run("echo out; echo err >&2; exit 3", Duration.ofSeconds(10)))
          .isEqualTo(new Machine.Ran(3, "out\n", "err\n"));
    }

    @Test
    void programsThatReadNothing() throws IOException {
      assertThat(run("cat", Duration.ofSeconds(10)).exit()).isZero();
    }

    @Test
    void noProgramForLongerThanAllowedNorItsChildren() {
      long start = System.nanoTime();
      assertThatThrownBy(() -> run("sleep 30; true", Duration.ofMillis(300)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("it did not end within");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      await()
          .until(() ->
              ProcessHandle.current()
                  .descendants()
                  .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 30")));
    }

    @Test
    void nothingThatIsNotInstalled() {
      assertThatThrownBy(() -> machine.run(List.of("no-such-program-here"), Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class);
    }

    private Machine.Ran run(String script, Duration limit) throws IOException {
      return machine.run(List.of("sh", "-c", script), limit);
    }
  }

  @Test
  void knowsWhereTheAgentOfArcPutsItsFiles() {
    assertThat(machine.arcTokens()).isEqualTo(Path.of("/var/opt/azcmagent/tokens"));
  }
}
