package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderSecretsTest {
  private static final String MODELS =
      "model_list: [{model_name: m, params: {model: openai/gpt-5}}]";

  @TempDir Path folder;
  private ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder.resolve("here"));
  }

  private ProviderSecrets secrets() {
    return ProviderSecrets.of(fixture.environment());
  }

  private static void put(ProviderSecrets secrets, String name, String value) {
    secrets.put(Map.of(name, new Secret(value)), null);
  }

  private String key() {
    Secret key = fixture.load(MODELS).config().deployments().getFirst().endpoint().apiKey();
    return key == null ? "none" : key.reveal();
  }

  @Test
  void isTheLastPlaceAKeyIsLookedForIn() {
    put(secrets(), "OPENAI_API_KEY", "sk-of-the-file");
    assertThat(key()).isEqualTo("sk-of-the-file");
    fixture.write(".env", "OPENAI_API_KEY=sk-of-dot-env");
    assertThat(key()).isEqualTo("sk-of-dot-env");
    fixture.set("OPENAI_API_KEY", "sk-of-the-environment");
    assertThat(key()).isEqualTo("sk-of-the-environment");
  }

  @Test
  void servesReferencesAndDiscovery() {
    put(secrets(), "MY_OWN_KEY", "sk-mine-1234");
    var loaded =
        fixture.load(
            "model_list: [{model_name: m, params:"
                + " {model: openai/gpt-5, api_key: os.environ/MY_OWN_KEY}}]");
    assertThat(loaded.config().deployments().getFirst().endpoint().apiKey())
        .isEqualTo(new Secret("sk-mine-1234"));
  }

  @Test
  void offersTheModelsOfAStoredKeyWithoutAnyFile() {
    put(secrets(), "GROQ_API_KEY", "gsk-1234");
    assertThat(fixture.load().config().deployments())
        .anyMatch(deployment -> deployment.provider().equals("groq"));
  }

  @Test
  void keepsOthersWhenOneChanges() throws IOException {
    put(secrets(), "A_KEY", "one");
    put(secrets(), "B_KEY", "two");
    put(secrets(), "A_KEY", "three");
    assertThat(secrets().get("A_KEY")).isEqualTo(new Secret("three"));
    assertThat(secrets().get("B_KEY")).isEqualTo(new Secret("two"));
    assertThat(secrets().remove("A_KEY")).isTrue();
    assertThat(secrets().remove("A_KEY")).isFalse();
    assertThat(secrets().storages()).containsOnlyKeys("B_KEY");
    try (var files = Files.list(fixture.secrets().getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("secrets.env", ".secrets.env.lock");
    }
  }

  @Test
  void refusesAFileOthersMayRead() throws IOException {
    put(secrets(), "OPENAI_API_KEY", "sk-1234");
    Files.setPosixFilePermissions(fixture.secrets(), PosixFilePermissions.fromString("rw----r--"));
    for (Runnable use :
        new Runnable[] {
          () -> secrets().get("OPENAI_API_KEY"),
          () -> put(secrets(), "X_Y", "z"),
          () -> fixture.load()
        }) {
      var refused = catchThrowableOfType(ConfigException.class, use::run);
      assertThat(refused.getMessage()).contains("others than its owner", "chmod 600");
    }
    assertThat(Files.readString(fixture.secrets())).contains("sk-1234").doesNotContain("X_Y");
  }

  @Test
  void saysWhenTheFolderCannotBeWritten() throws IOException {
    Path folder = fixture.secrets().getParent();
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file where the folder should be");
    var refused = catchThrowableOfType(ConfigException.class, () -> put(secrets(), "X_Y", "z"));
    assertThat(refused.getMessage()).contains("cannot be written");
  }
}
