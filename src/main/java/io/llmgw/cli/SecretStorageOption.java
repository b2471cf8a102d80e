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
  @Nullable SecretStorage chosen(Environment environment) {
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
    if (storage == SecretStorage.PASSPHRASE
        && environment.text(ProviderSecrets.PASSPHRASE) == null) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          "there is no terminal to ask for the passphrase",
          "set the variable " + ProviderSecrets.PASSPHRASE);
    }
    return storage;
  }
}
