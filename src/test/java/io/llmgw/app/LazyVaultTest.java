package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.config.LoadedConfig;
import io.llmgw.keys.KeyVault;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MutableClock;
import io.llmgw.store.StoreException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LazyVaultTest {
  @TempDir Path folder;
  private final MutableClock clock = new MutableClock();
  private final Map<String, String> variables = new HashMap<>();

  private LoadedConfig load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("llmgw.yaml"), yaml);
    variables.put("XDG_DATA_HOME", folder.resolve("data").toString());
    Environment environment = Environment.of(variables, folder, folder);
    return new ConfigLoader(environment).load(ConfigRequest.DEFAULT.withFile(file));
  }

  @Test
  void opensNothingWhereNoKeyWasMade() throws IOException {
    LoadedConfig loaded = load("model_list: []");
    try (KeyVault vault = new LazyVault(() -> loaded, clock)) {
      assertThat(vault.ifThere()).isNull();
      assertThat(folder.resolve("data")).doesNotExist();
      KeyVault.Contents made = vault.open();
      assertThat(vault.ifThere()).isSameAs(made);
      assertThat(vault.open()).isSameAs(made);
    }
  }

  @Test
  void takesThePepperOfTheVariable() throws IOException {
    variables.put("LLMGW_KEY_PEPPER", "some long and random text");
    LoadedConfig loaded = load("model_list: []");
    String hash;
    try (KeyVault vault = new LazyVault(() -> loaded, clock)) {
      hash = vault.open().secrets().hash("sk-x");
    }
    assertThat(folder.resolve("data/llmgw/llmgw.db.pepper")).doesNotExist();
    try (KeyVault vault = new LazyVault(() -> loaded, clock)) {
      assertThat(vault.open().secrets().hash("sk-x")).isEqualTo(hash);
    }
  }

  @Test
  void doesNotWaitTwiceForADatabaseThatIsAway() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    LoadedConfig loaded =
        load(
            "general_settings: {database_url: 'postgresql://u:pw-of-mine@127.0.0.1:"
                + port
                + "/k'}");
    try (KeyVault vault = new LazyVault(() -> loaded, clock)) {
      StoreException first = catchThrowableOfType(StoreException.class, vault::ifThere);
      assertThat(first.problem()).isEqualTo(StoreException.Problem.UNREACHABLE);
      assertThat(first.text()).doesNotContain("pw-of-mine");
      long start = System.nanoTime();
      assertThat(catchThrowableOfType(GatewayException.class, vault::open)).isSameAs(first);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
      clock.advance(Duration.ofSeconds(3));
      assertThat(catchThrowableOfType(GatewayException.class, vault::open)).isNotSameAs(first);
    }
  }
}
