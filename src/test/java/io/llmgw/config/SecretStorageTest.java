package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SecretStorageTest {
  private static final String NAME = "OPENAI_API_KEY";
  private static final Secret OLD = new Secret("sk-the-old-one-1111");
  private static final Secret NEW = new Secret("sk-the-new-one-2222");
  private static final String MODELS =
      "model_list: [{model_name: m, params: {model: openai/gpt-5}}]";

  /** Keeps what it reads in one file for each name it is given, as the real ones do. */
  private static final String PASS =
      """
      #!/bin/sh
      echo "$@" >> "$STORE/calls"
      [ -e "$STORE/locked" ] && { echo "gpg: decryption failed: No secret key" >&2; exit 2; }
      for last; do :; done
      file="$STORE/$(echo "$last" | tr / _)"
      case $1 in
        insert|store) cat > "$file";;
        show|lookup) [ -e "$file" ] || exit 1; cat "$file";;
        rm|clear) rm "$file";;
      esac
      """;

  private static final String SECURITY =
      """
      #!/bin/sh
      echo "$@" >> "$STORE/calls"
      [ -e "$STORE/locked" ] && { echo "security: User interaction is not allowed." >&2; exit 36; }
      if [ "$1" = -i ]; then
        read -r verb u s service a account x hex
        [ "$verb $u $s $service $a $x" = "add-generic-password -U -s llmgw -a -X" ] || exit 64
        printf "$(echo "$hex" | sed 's/../\\\\x&/g')" > "$STORE/$account"
        exit 0
      fi
      file="$STORE/$5"
      [ -e "$file" ] || exit 44
      case $1 in
        find-generic-password) cat "$file"; echo;;
        delete-generic-password) rm "$file";;
      esac
      """;

  @TempDir Path folder;
  private ConfigFixture fixture;
  private Path programs;
  private Path store;

  @BeforeEach
  void install() throws IOException {
    fixture = new ConfigFixture(folder.resolve("here"));
    programs = Files.createDirectories(folder.resolve("bin"));
    store = Files.createDirectories(folder.resolve("store"));
    program("pass", PASS);
    program("secret-tool", PASS);
    program("security", SECURITY.replace("#!/bin/sh", "#!/bin/bash"));
    fixture.set("PATH", programs + ":/usr/bin:/bin");
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(programs.resolve(name), text.replace("$STORE", store.toString()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private ProviderSecrets secrets() {
    return ProviderSecrets.of(fixture.environment(), 1_000);
  }

  private String inForce() {
    Secret key = fixture.load(MODELS).config().deployments().getFirst().endpoint().apiKey();
    return key == null ? "none" : key.reveal();
  }

  @ParameterizedTest
  @EnumSource(names = "COMMAND", mode = EnumSource.Mode.EXCLUDE)
  void keepsAKeyAndPutsItInForce(SecretStorage storage) throws IOException {
    fixture.set(ProviderSecrets.PASSPHRASE, "correct horse");
    secrets().put(Map.of(NAME, OLD), storage);
    assertThat(secrets().storages()).containsEntry(NAME, storage);
    assertThat(secrets().get(NAME)).isEqualTo(OLD);
    assertThat(inForce()).isEqualTo(OLD.reveal());
    if (storage != SecretStorage.FILE) {
      assertThat(Files.readString(fixture.secrets())).doesNotContain("old-one");
    }
    if (Files.exists(store.resolve("calls"))) {
      // arguments are seen by every user of the machine
      assertThat(Files.readString(store.resolve("calls"))).doesNotContain("old-one");
    }
    String before = Files.readString(fixture.secrets());
    secrets().put(Map.of(NAME, NEW), null);
    assertThat(secrets().storages()).containsEntry(NAME, storage);
    assertThat(inForce()).isEqualTo(NEW.reveal());
    // or a running gateway would not see it
    assertThat(Files.readString(fixture.secrets())).isNotEqualTo(before);
    assertThat(secrets().remove(NAME)).isTrue();
    assertThat(secrets().storages()).isEmpty();
    try (var left = Files.list(store)) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .allMatch(name -> name.equals("calls"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "COMMAND", mode = EnumSource.Mode.EXCLUDE)
  void keepsTheOldKeyUntilTheNewOneIsConfirmed(SecretStorage storage) {
    fixture.set(ProviderSecrets.PASSPHRASE, "correct horse");
    secrets().put(Map.of(NAME, OLD), storage);
    secrets().replace(NAME, NEW);
    assertThat(inForce()).isEqualTo(NEW.reveal());
    assertThat(ProviderSecrets.replaced(fixture.environment()).get(NAME)).isEqualTo(OLD);
    assertThat(secrets().takeBack(NAME)).isTrue();
    assertThat(inForce()).isEqualTo(OLD.reveal());
    assertThat(secrets().takeBack(NAME)).isFalse();
    assertThat(secrets().storages()).containsEntry(NAME, storage);
  }

  @Test
  void leavesNothingBehindWhenAKeyMoves() throws IOException {
    secrets().put(Map.of(NAME, OLD), SecretStorage.PASS);
    assertThat(store.resolve("llmgw_" + NAME)).exists();
    secrets().put(Map.of(NAME, OLD), SecretStorage.FILE);
    assertThat(store.resolve("llmgw_" + NAME)).doesNotExist();
    assertThat(inForce()).isEqualTo(OLD.reveal());
  }

  @Test
  void runsACommandEachTimeAndWritesNothingOfItDown() throws IOException {
    Path vault = Files.writeString(folder.resolve("vault"), OLD.reveal());
    secrets().putCommand(NAME, "cat '" + vault + "'");
    assertThat(inForce()).isEqualTo(OLD.reveal());
    Files.writeString(vault, NEW.reveal() + "\n");
    assertThat(inForce()).isEqualTo(NEW.reveal());
    assertThat(Files.readString(fixture.secrets())).doesNotContain("one-");
  }

  @Test
  void asksNoOtherProgramForAKeyTheEnvironmentHas() throws IOException {
    secrets().put(Map.of(NAME, OLD), SecretStorage.PASS);
    Files.createFile(store.resolve("locked"));
    fixture.set(NAME, NEW.reveal());
    assertThat(inForce()).isEqualTo(NEW.reveal());
  }

  @Test
  void saysWhichProgramIsLockedAndWhatToDo() throws IOException {
    secrets().put(Map.of(NAME, OLD), SecretStorage.PASS);
    Files.createFile(store.resolve("locked"));
    var refused = catchThrowableOfType(ConfigException.class, () -> fixture.load(MODELS));
    assertThat(refused.getMessage())
        .contains("pass does not give the key OPENAI_API_KEY", "decryption failed", "unlock it");
    var kept =
        catchThrowableOfType(ConfigException.class, () -> secrets().put(Map.of(NAME, NEW), null));
    assertThat(kept.getMessage()).contains("pass does not keep the key", "decryption failed");
    Files.delete(store.resolve("locked"));
    assertThat(inForce()).isEqualTo(OLD.reveal());
  }

  @Test
  void saysWhichProgramIsMissing() throws IOException {
    Files.delete(programs.resolve("pass"));
    fixture.set("PATH", programs.toString() + ":/bin");
    var refused =
        catchThrowableOfType(
            ConfigException.class, () -> secrets().put(Map.of(NAME, OLD), SecretStorage.PASS));
    assertThat(refused.getMessage()).contains("pass is not installed");
    assertThat(fixture.secrets()).doesNotExist();
  }

  @Test
  void opensNothingWithAnotherPassphrase() throws IOException {
    fixture.set(ProviderSecrets.PASSPHRASE, "correct horse");
    secrets().put(Map.of(NAME, OLD), SecretStorage.PASSPHRASE);
    String stored = Files.readString(fixture.secrets());
    fixture.set(ProviderSecrets.PASSPHRASE, "battery staple");
    var wrong = catchThrowableOfType(ConfigException.class, () -> fixture.load(MODELS));
    assertThat(wrong.getMessage()).contains("the passphrase does not open");
    // all keys of a file have one passphrase
    var mixed =
        catchThrowableOfType(
            ConfigException.class,
            () -> secrets().put(Map.of("GROQ_API_KEY", NEW), SecretStorage.PASSPHRASE));
    assertThat(mixed.getMessage()).contains("the passphrase does not open");
    assertThat(Files.readString(fixture.secrets())).isEqualTo(stored);
    fixture.set(ProviderSecrets.PASSPHRASE, "");
    var none = catchThrowableOfType(ConfigException.class, () -> fixture.load(MODELS));
    assertThat(none.getMessage()).contains("is encrypted", "LLMGW_SECRETS_PASSPHRASE");
  }

  @Test
  void noticesALineThatWasChanged() throws IOException {
    fixture.set(ProviderSecrets.PASSPHRASE, "correct horse");
    secrets().put(Map.of(NAME, OLD), SecretStorage.PASSPHRASE);
    String line = Files.readString(fixture.secrets());
    // another name, another text: what is sealed belongs to its name
    Files.writeString(fixture.secrets(), line.replace(NAME, "GROQ_API_KEY"));
    assertThat(catchThrowableOfType(ConfigException.class, () -> secrets().get("GROQ_API_KEY")))
        .hasMessageContaining("its line was changed");
    Files.writeString(fixture.secrets(), NAME + "='llmgw:passphrase:AAAA'");
    assertThat(catchThrowableOfType(ConfigException.class, () -> secrets().get(NAME)))
        .hasMessageContaining("its line was changed");
    Files.writeString(fixture.secrets(), NAME + "='llmgw:moon:1'");
    assertThat(catchThrowableOfType(ConfigException.class, () -> fixture.load(MODELS)))
        .hasMessageContaining("written by a newer llmgw");
  }

  @Test
  void endsAProgramThatDoesNotEnd() {
    HelperProgram patient = new HelperProgram(fixture.environment(), Duration.ofMillis(200));
    assertThat(catchThrowableOfType(IOException.class, () -> patient.shell("sleep 1000 | cat")))
        .hasMessageContaining("did not end");
  }
}
