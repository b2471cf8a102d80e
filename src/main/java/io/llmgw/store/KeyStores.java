package io.llmgw.store;

import io.llmgw.config.Secret;
import io.llmgw.keys.KeySecrets;
import io.llmgw.keys.KeyVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens stores of keys, with what their secrets are hashed with. */
public final class KeyStores {
  /** Ends the name of the file with the pepper, which is beside that of the database. */
  private static final String PEPPER = ".pepper";

  private KeyStores() {}

  /**
   * Opens, and if need be makes, keys in a file.
   *
   * @param pepper the variable's value that stands in for the file beside the database; null to use
   *     that file
   * @throws StoreException when they cannot be used
   */
  public static KeyVault.Contents sqlite(Path file, @Nullable Secret pepper) {
    return with(SqliteDatabase.open(file, KeySchema.SCHEMA), pepper, beside(file));
  }

  /**
   * Opens, and if need be makes, keys on a server.
   *
   * @param pepperFile where the pepper is when it is not given; several gateways need the same
   * @throws StoreException when they cannot be used
   */
  public static KeyVault.Contents postgres(Secret url, @Nullable Secret pepper, Path pepperFile) {
    return with(PostgresDatabase.open(url, KeySchema.SCHEMA), pepper, pepperFile);
  }

  /** The file with the pepper of a database's keys. */
  public static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + PEPPER);
  }

  private static KeyVault.Contents with(
      Database database, @Nullable Secret pepper, Path pepperFile) {
    SqlKeyStore store = new SqlKeyStore(database);
    try {
      KeySecrets secrets = secrets(store, pepper, pepperFile);
      String wanted = store.fingerprint(secrets.fingerprint());
      if (!secrets.fingerprint().equals(wanted)) {
        throw other(pepper == null ? pepperFile.toString() : "LLMGW_KEY_PEPPER");
      }
      return new KeyVault.Contents(store, secrets);
    } catch (RuntimeException failure) {
      store.close();
      throw failure;
    }
  }

  private static KeySecrets secrets(SqlKeyStore store, @Nullable Secret pepper, Path pepperFile) {
    if (pepper != null) {
      return new KeySecrets(pepper.reveal().getBytes(StandardCharsets.UTF_8));
    }
    if (Files.exists(pepperFile)) {
      return new KeySecrets(Pepper.read(pepperFile));
    }
    if (store.fingerprint(null) != null) {
      throw new StoreException(
          StoreException.Problem.DAMAGED,
          pepperFile + " is missing, and the secrets of the keys are hashed with what it held",
          "Restore it from a backup, copy it from the gateway that made the keys, or set"
              + " LLMGW_KEY_PEPPER.");
    }
    return new KeySecrets(Pepper.create(pepperFile));
  }

  private static StoreException other(String place) {
    return new StoreException(
        StoreException.Problem.DAMAGED,
        "the secrets of the keys are hashed with something else than " + place + " holds",
        "Restore it from a backup, or copy it from the gateway that made the keys.");
  }
}
