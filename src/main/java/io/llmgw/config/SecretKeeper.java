package io.llmgw.config;

import static io.llmgw.config.SecretFile.failed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns secrets into the lines of a file and back. A line is the secret itself, or says after
 * {@code llmgw:} where it is: {@code llmgw:passphrase:…} encrypted there and then, {@code
 * llmgw:pass} and the like with another program, {@code llmgw:command:…} printed by a command.
 * Failures are {@link ConfigException}s. Used by one thread at a time.
 */
final class SecretKeeper {
  private static final String PASSPHRASE = ProviderSecrets.PASSPHRASE;

  private static final String MARK = "llmgw:";

  private final Environment environment;
  private final HelperProgram helper;
  // the same programs keep the secrets of several files apart by it
  private final String suffix;
  private final int rounds;
  private @Nullable SecretSeal seal;

  SecretKeeper(Environment environment, String suffix, int rounds) {
    this.environment = environment;
    this.helper = new HelperProgram(environment);
    this.suffix = suffix;
    this.rounds = rounds;
  }

  /** Where the secret of a line is. */
  static SecretStorage storage(String line) {
    if (!line.startsWith(MARK)) {
      return SecretStorage.FILE;
    }
    String word = line.substring(MARK.length()).split(":", 2)[0];
    return Arrays.stream(SecretStorage.values())
        .filter(each -> each != SecretStorage.FILE && each.toString().equals(word))
        .findFirst()
        .orElseThrow(() ->
            failed("'%s%s' is written by a newer llmgw".formatted(MARK, word), "update llmgw"));
  }

  /** The line of a command that prints a secret. */
  static String ofCommand(String command) {
    return MARK + SecretStorage.COMMAND + ":" + command;
  }

  /** The secret of a line. */
  String open(String name, String line) {
    SecretStorage storage = storage(line);
    return switch (storage) {
      case FILE -> line;
      case PASSPHRASE -> unsealed(name, detail(line));
      case COMMAND -> printed(name, detail(line));
      case SECRET_TOOL, SECURITY, PASS -> asked(name, storage);
    };
  }

  private static String detail(String line) {
    String[] parts = line.split(":", 3);
    return parts.length < 3 ? "" : parts[2];
  }

  private String unsealed(String name, String sealed) {
    SecretSeal with = seal;
    if (with == null || !with.made(sealed)) {
      with = SecretSeal.of(passphrase(name), sealed);
      seal = with;
    }
    String secret = with == null ? null : with.open(name, sealed);
    if (secret == null) {
      throw failed(
          "the passphrase does not open the stored key %s, or its line was changed".formatted(name),
          "give the right one in %s, or store the key anew".formatted(PASSPHRASE));
    }
    return secret;
  }

  private String passphrase(String name) {
    String passphrase = environment.text(PASSPHRASE);
    if (passphrase == null) {
      throw failed(
          "the stored key %s is encrypted, and no passphrase was given".formatted(name),
          "set the variable " + PASSPHRASE);
    }
    return passphrase;
  }

  private String printed(String name, String command) {
    try {
      HelperProgram.Ran ran = helper.shell(command);
      String secret = ran.output().strip();
      if (ran.exit() == 0 && !secret.isEmpty() && secret.lines().count() == 1) {
        return secret;
      }
      String what = ran.exit() == 0 ? "printed no key" : "ended with " + ran.exit();
      throw failed("the command for %s %s".formatted(name, what), "run it: " + command);
    } catch (IOException failure) {
      throw failed(
          "the command for %s failed: %s".formatted(name, failure.getMessage()),
          "run it: " + command);
    }
  }

  private String asked(String name, SecretStorage storage) {
    HelperProgram.Ran ran = run(storage, tool(storage, Verb.FIND, name), "");
    String secret = ran.output().strip();
    if (ran.exit() != 0 || secret.isEmpty()) {
      String why = ran.errors().isEmpty() ? "it has no such key" : ran.errors();
      throw failed(
          "%s does not give the key %s: %s".formatted(storage, name, why),
          "unlock it, or run `llmgw keys set %s`".formatted(name));
    }
    return secret;
  }

  /**
   * Keeps a secret.
   *
   * @param others lines beside it, of which an encrypted one fixes the passphrase
   * @return its line
   */
  String keep(String name, String secret, SecretStorage storage, Map<String, String> others) {
    if (secret.startsWith(MARK)) {
      throw failed("a key cannot begin with '" + MARK + "'", null);
    }
    return switch (storage) {
      case FILE -> secret;
      case PASSPHRASE -> MARK + storage + ":" + sealing(name, others).seal(name, secret);
      case COMMAND -> throw new IllegalArgumentException("a command keeps nothing");
      case SECRET_TOOL, SECURITY, PASS -> {
        HelperProgram.Ran ran =
            run(storage, tool(storage, Verb.KEEP, name), typed(storage, name, secret));
        // macOS's program ends well also when a command it read did not
        boolean kept =
            ran.exit() == 0
                && (storage != SecretStorage.SECURITY || asked(name, storage).equals(secret));
        if (!kept) {
          String why = ran.errors().isEmpty() ? "it ended with " + ran.exit() : ran.errors();
          throw failed(
              "%s does not keep the key: %s".formatted(storage, why),
              "unlock it or set it up, or choose another --store; nothing was changed");
        }
        // the time makes it another line, by which a running gateway sees that the key is another
        yield MARK + storage + ":" + Instant.now();
      }
    };
  }

  private SecretSeal sealing(String name, Map<String, String> others) {
    for (Map.Entry<String, String> other : others.entrySet()) {
      if (storage(other.getValue()) == SecretStorage.PASSPHRASE) {
        open(other.getKey(), other.getValue());
      }
    }
    SecretSeal known = seal;
    if (known == null) {
      known = SecretSeal.fresh(passphrase(name), rounds);
      seal = known;
    }
    return known;
  }

  /** Has another program forget the secret of a line; false when it did not. */
  boolean forget(String name, String line) {
    SecretStorage storage = storage(line);
    return switch (storage) {
      case FILE, PASSPHRASE, COMMAND -> true;
      case SECRET_TOOL, SECURITY, PASS ->
          run(storage, tool(storage, Verb.FORGET, name), "").exit() == 0;
    };
  }

  private enum Verb {
    KEEP,
    FIND,
    FORGET
  }

  private HelperProgram.Ran run(SecretStorage storage, List<String> command, String input) {
    try {
      HelperProgram.Ran ran = helper.run(command, input);
      if (ran.missing()) {
        throw failed(storage + " is not installed", "install it, or choose another --store");
      }
      return ran;
    } catch (IOException failure) {
      throw failed("%s failed: %s".formatted(storage, failure.getMessage()), null);
    }
  }

  private List<String> tool(SecretStorage storage, Verb verb, String name) {
    String account = name + suffix;
    return switch (storage) {
      case SECRET_TOOL -> secretTool(verb, account);
      case SECURITY -> security(verb, account);
      case PASS -> pass(verb, "llmgw/" + account);
      case FILE, PASSPHRASE, COMMAND -> throw new IllegalArgumentException("no program");
    };
  }

  private static List<String> secretTool(Verb verb, String account) {
    List<String> command = new ArrayList<>(List.of("secret-tool"));
    command.addAll(
        switch (verb) {
          case KEEP -> List.of("store", "--label=llmgw " + account);
          case FIND -> List.of("lookup");
          case FORGET -> List.of("clear");
        });
    command.addAll(List.of("service", "llmgw", "account", account));
    return command;
  }

  private static List<String> security(Verb verb, String account) {
    return switch (verb) {
      // its arguments are seen by everyone, what it reads is not
      case KEEP -> List.of("security", "-i");
      case FIND -> List.of("security", "find-generic-password", "-s", "llmgw", "-a", account, "-w");
      case FORGET -> List.of("security", "delete-generic-password", "-s", "llmgw", "-a", account);
    };
  }

  private static List<String> pass(Verb verb, String entry) {
    return switch (verb) {
      case KEEP -> List.of("pass", "insert", "-m", "-f", entry);
      case FIND -> List.of("pass", "show", entry);
      case FORGET -> List.of("pass", "rm", "-f", entry);
    };
  }

  private String typed(SecretStorage storage, String name, String secret) {
    if (storage != SecretStorage.SECURITY) {
      return secret;
    }
    String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
    return "add-generic-password -U -s llmgw -a %s -X %s\n".formatted(name + suffix, hex);
  }
}
