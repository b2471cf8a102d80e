package io.llmgw.cli;

import io.llmgw.config.Environment;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.SecretStorage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a provider's key is to be kept. */
final class SecretStorageOption {
  @Option(
      names = "--store",
      order = 5,
      paramLabel = "WHERE",
      description =
          "file, passphrase (encrypted), keychain, secret-tool, security or pass; else where it"
              + " was, at first the file.")
  private @Nullable String store;

  /** The storage that was chosen, ready to be used; null for the usual one. */
  @Nullable SecretStorage chosen(Surroundings surroundings, SharedOptions shared) {
    if (store == null) {
      return null;
    }
    SecretStorage storage =
        SecretStorage.of(store)
            .filter(each -> each != SecretStorage.COMMAND)
            .orElseThrow(() ->
                new CommandException(
                    ExitCode.USAGE,
                    "there is no store '" + store + "'",
                    "--store file, passphrase, keychain, secret-tool, security or pass"));
    if (storage == SecretStorage.PASSPHRASE) {
      requirePassphrase(surroundings, shared);
    }
    return storage;
  }

  private static void requirePassphrase(Surroundings surroundings, SharedOptions shared) {
    Environment environment = surroundings.environment();
    String passphrase = environment.text(ProviderSecrets.PASSPHRASE);
    if (passphrase == null) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          "no passphrase was given, and there is no terminal to ask for it",
          "set the variable " + ProviderSecrets.PASSPHRASE);
    }
    boolean first =
        !ProviderSecrets.of(environment).storages().containsValue(SecretStorage.PASSPHRASE);
    boolean typed = environment instanceof AskingEnvironment person && person.asked();
    if (first && typed) {
      // nothing would open what was sealed with a slip of the fingers
      String again = SecretInput.hidden("The same again", shared.noInput, surroundings);
      if (again == null || !again.strip().equals(passphrase)) {
        throw new CommandException(ExitCode.USAGE, "that was not the same passphrase", null);
      }
    }
  }
}
