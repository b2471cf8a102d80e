package io.llmgw.config;

import static io.llmgw.config.SecretFile.failed;

import io.llmgw.config.ConfigNode.Scalar;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The user's own keys of providers: variables that stand in for those of the environment and of
 * {@code .env} where these are not set. A file only its owner may read has them, or says where they
 * are. Failures are {@link ConfigException}s. Used by one thread at a time.
 */
public final class ProviderSecrets {
  /** The variable with the passphrase of encrypted keys. */
  public static final String PASSPHRASE = "LLMGW_SECRETS_PASSPHRASE";

  private static final String NAME = "secrets.env";
  private static final String REPLACED = "secrets.replaced.env";

  private final Environment environment;
  private final int rounds;
  private final SecretFile file;
  private final SecretKeeper keeper;

  private ProviderSecrets(Environment environment, String name, String suffix, int rounds) {
    Path config = Places.usual(environment).getLast();
    this.environment = environment;
    this.rounds = rounds;
    this.file = new SecretFile(environment, config.resolveSibling(name));
    this.keeper = new SecretKeeper(environment, suffix, rounds);
  }

  /** Those in the user's folder for configurations. */
  public static ProviderSecrets of(Environment environment) {
    return of(environment, SecretSeal.ROUNDS);
  }

  /** The same, with fewer rounds between a passphrase and a key, for tests. */
  static ProviderSecrets of(Environment environment, int rounds) {
    return new ProviderSecrets(environment, NAME, "", rounds);
  }

  /** Those that were replaced, until the new ones are confirmed. */
  public static ProviderSecrets replaced(Environment environment) {
    return aside(environment, SecretSeal.ROUNDS);
  }

  private static ProviderSecrets aside(Environment environment, int rounds) {
    return new ProviderSecrets(environment, REPLACED, ".replaced", rounds);
  }

  public Path file() {
    return file.path();
  }

  /**
   * The variable a provider's key is kept in; empty when there is no such provider or it has none.
   */
  public static Optional<String> variableOf(String provider) {
    return VendorTable.read().find(provider).flatMap(v -> v.keyVariables().stream().findFirst());
  }

  /** Every variable that may hold a provider's key, the preferred one first; empty for none. */
  public static List<String> variablesOf(String provider) {
    return VendorTable.read().find(provider).map(Vendor::keyVariables).orElse(List.of());
  }

  /** The provider whose key is kept in a variable; empty for a variable of the user's own. */
  public static Optional<String> providerOf(String variable) {
    return VendorTable.read().vendors().stream()
        .filter(vendor -> vendor.keyVariables().contains(variable))
        .map(Vendor::name)
        .findFirst();
  }

  /** The providers that have keys, without their aliases. */
  public static List<String> providers() {
    return VendorTable.read().vendors().stream()
        .filter(vendor -> !vendor.keyVariables().isEmpty())
        .map(Vendor::name)
        .toList();
  }

  /** Every name a provider may be given. */
  public static Collection<String> names() {
    return VendorTable.read().names();
  }

  /** What is stored and where each is, by the variables' names; opens none. */
  public Map<String, SecretStorage> storages() {
    Map<String, SecretStorage> storages = new TreeMap<>();
    file.lines().forEach((name, line) -> storages.put(name, SecretKeeper.storage(line)));
    return storages;
  }

  /** A stored secret; null when there is none. */
  public @Nullable Secret get(String variable) {
    String line = file.lines().get(variable);
    return line == null ? null : new Secret(keeper.open(variable, line));
  }

  /**
   * The variables with where they stand; what is wrong is a problem. One that the environment has
   * is left out: it would win, and need not be asked for.
   */
  Map<String, Scalar> read(Problems problems) {
    Map<String, Scalar> opened = new LinkedHashMap<>();
    file.read(problems)
        .forEach((name, line) -> {
          if (environment.variable(name) == null) {
            try {
              opened.put(name, Scalar.of(keeper.open(name, line.text()), line.position()));
            } catch (ConfigException failure) {
              failure.problems().forEach(each -> problems.error(each.message(), each.hint(), null));
            }
          }
        });
    return opened;
  }

  /**
   * Stores secrets, in the place of those of the same names.
   *
   * @param storage null to leave each where one of that name is now, else in the file
   */
  public void put(Map<String, Secret> added, @Nullable SecretStorage storage) {
    Map<String, String> left = new TreeMap<>();
    file.change(lines ->
        added.forEach((name, secret) -> {
          String before = lines.get(name);
          SecretStorage where = storage == null ? usual(before) : storage;
          lines.put(name, keeper.keep(name, secret.reveal(), where, lines));
          if (before != null && SecretKeeper.storage(before) != where) {
            left.put(name, before);
          }
        }));
    leave(left);
  }

  private static SecretStorage usual(@Nullable String before) {
    SecretStorage storage = before == null ? SecretStorage.FILE : SecretKeeper.storage(before);
    return storage == SecretStorage.COMMAND ? SecretStorage.FILE : storage;
  }

  /** What moved elsewhere must not stay where it was; it goes only when the new one is stored. */
  private void leave(Map<String, String> left) {
    left.forEach((name, before) -> {
      if (!keeper.forget(name, before)) {
        throw failed(
            "%s is stored, but %s does not forget the old one"
                .formatted(name, SecretKeeper.storage(before)),
            "take it away there by hand");
      }
    });
  }

  /** Has a command print the secret each time it is needed; it is written down nowhere. */
  public void putCommand(String variable, String command) {
    Map<String, String> left = new TreeMap<>();
    file.change(lines -> {
      String before = lines.put(variable, SecretKeeper.ofCommand(command));
      if (before != null && SecretKeeper.storage(before) != SecretStorage.COMMAND) {
        left.put(variable, before);
      }
    });
    leave(left);
  }

  /** Forgets a secret; false when it is not there. */
  public boolean remove(String variable) {
    boolean[] there = {false};
    file.change(lines -> {
      String line = lines.remove(variable);
      there[0] = line != null;
      if (line != null && !keeper.forget(variable, line) && found(variable, line)) {
        throw failed(
            "%s does not forget the key %s".formatted(SecretKeeper.storage(line), variable),
            "unlock it, then try again; nothing was changed");
      }
    });
    return there[0];
  }

  private boolean found(String variable, String line) {
    try {
      keeper.open(variable, line);
      return true;
    } catch (ConfigException _) {
      return false;
    }
  }

  /**
   * Replaces a stored secret, and keeps the old one aside until the new one is confirmed. Whenever
   * the process ends, the old one is in one place or the other.
   */
  public void replace(String variable, Secret now) {
    String line = file.lines().get(variable);
    Secret before = get(variable);
    if (line == null || before == null) {
      throw failed("no key is stored for " + variable, "llmgw keys set " + variable);
    }
    aside(environment, rounds).put(Map.of(variable, before), SecretKeeper.storage(line));
    put(Map.of(variable, now), null);
  }

  /** Puts the secret that was replaced in force again; false when none was. */
  public boolean takeBack(String variable) {
    ProviderSecrets aside = aside(environment, rounds);
    Secret before = aside.get(variable);
    if (before == null) {
      return false;
    }
    put(Map.of(variable, before), null);
    return aside.remove(variable);
  }
}
