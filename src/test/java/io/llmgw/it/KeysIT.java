package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Keys of clients, made by one process and used by another. */
@DisabledOnOs(OS.WINDOWS)
class KeysIT {
  private static final String MASTER = "sk-master-key-0123456789";
  private static final Duration SECONDS = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Launch launch;

  @BeforeEach
  void start() {
    launch =
        new Launch(folder)
            .secret("LLMGW_MASTER_KEY", MASTER)
            .set("XDG_DATA_HOME", folder.resolve("data").toString());
  }

  private String run(String... args) {
    try (LlmgwProcess keys = launch.run(args)) {
      assertThat(keys.exit()).as(keys.err()).isZero();
      return keys.out().strip();
    }
  }

  private static int models(String url, String key) {
    try (Client client = new Client(url, key)) {
      return client.get("/v1/models").status();
    }
  }

  @Test
  void aRunningGatewaySeesWhatAnotherProcessDoes() {
    try (LlmgwProcess gateway = launch.serve()) {
      String url = gateway.url();
      // no key was made yet, so there is nothing to open
      assertThat(models(url, "sk-guess")).isEqualTo(401);
      assertThat(folder.resolve("data")).doesNotExist();
      String key = run("keys", "create", "--name", "ci", "--models", "demo");
      assertThat(models(url, key)).isEqualTo(200);
      run("keys", "update", "ci", "--block");
      Awaitility.await().atMost(SECONDS).until(() -> models(url, key) == 401);
      run("keys", "update", "ci", "--no-block", "--server", url);
      assertThat(models(url, key)).isEqualTo(200);
      String second = run("keys", "rotate", "ci", "--grace", "1h");
      assertThat(models(url, second)).isEqualTo(200);
      assertThat(models(url, key)).isEqualTo(200);
      run("keys", "revoke", "ci", "--yes");
      Awaitility.await().atMost(SECONDS).until(() -> models(url, key) == 401);
    }
  }

  @Test
  void aGatewayThatIsKilledLosesNoKey() {
    String key;
    try (LlmgwProcess gateway = launch.serve()) {
      key = run("keys", "create", "--name", "ci", "--server", gateway.url());
      gateway.signal("KILL");
    }
    try (LlmgwProcess gateway = launch.serve()) {
      assertThat(models(gateway.url(), key)).isEqualTo(200);
    }
    assertThat(Files.isRegularFile(folder.resolve("data/llmgw/llmgw.db"))).isTrue();
  }
}
