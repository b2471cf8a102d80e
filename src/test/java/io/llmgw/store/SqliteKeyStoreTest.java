package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.config.Secret;
import io.llmgw.keys.KeyOffice;
import io.llmgw.keys.KeyVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class SqliteKeyStoreTest extends KeyStoreContract {
  @TempDir Path folder;

  @Override
  KeyVault.Contents open() {
    return open(null);
  }

  private KeyVault.Contents open(@Nullable Secret pepper) {
    return KeyStores.sqlite(file(), pepper);
  }

  private Path file() {
    return folder.resolve("llmgw.db");
  }

  private Path pepper() {
    return KeyStores.beside(file());
  }

  @Test
  void keepsThePepperBesideTheDatabase() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pepper())))
        .isEqualTo("rw-------");
    String hash = hash(open());
    assertThat(hash(open())).isEqualTo(hash);
    assertThat(Files.readString(pepper())).hasSize(65);
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("llmgw.db", "llmgw.db-wal", "llmgw.db-shm", "llmgw.db.pepper");
    }
  }

  @Test
  void refusesAPepperThatDoesNotFit() throws IOException {
    Files.writeString(pepper(), "ab".repeat(32));
    assertThat(failure().text()).contains("something else than " + pepper());
    Files.writeString(pepper(), "rubbish");
    assertThat(failure().text()).contains("does not hold");
    Files.setPosixFilePermissions(pepper(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(failure().problem()).isEqualTo(StoreException.Problem.EXPOSED);
    Files.delete(pepper());
    assertThat(failure().text()).contains("is missing");
    assertThat(pepper()).doesNotExist();
  }

  @Test
  void takesThePepperOfAVariable() {
    var elsewhere = folder.resolve("other/llmgw.db");
    var pepper = new Secret("a long and random text");
    String hash = hash(KeyStores.sqlite(elsewhere, pepper));
    assertThat(hash(KeyStores.sqlite(elsewhere, pepper))).isEqualTo(hash);
    assertThat(KeyStores.beside(elsewhere)).doesNotExist();
    var failure =
        catchThrowableOfType(
            StoreException.class, () -> KeyStores.sqlite(elsewhere, new Secret("another")));
    assertThat(failure.text()).contains("LLMGW_KEY_PEPPER");
  }

  @Test
  void holdsNoSecret() throws IOException {
    String secret = "sk-a-secret-of-the-clients-own";
    try (var store = open().store()) {
      var office = new KeyOffice(store, open().secrets(), InstantSource.system(), () -> {});
      office.generate(JsonNodeFactory.instance.objectNode().put("key", secret));
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          byte[] bytes = Files.readAllBytes(each);
          assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        }
      }
      assertThat(office.info(secret).path("info").path("key_name").asString())
          .isEqualTo("sk-...-own");
    }
  }

  private StoreException failure() {
    return catchThrowableOfType(StoreException.class, this::open);
  }

  private static String hash(KeyVault.Contents contents) {
    try (var _ = contents.store()) {
      return contents.secrets().hash("sk-test");
    }
  }
}
