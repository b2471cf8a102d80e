package io.llmgw.cli;

import io.llmgw.config.Nearest;
import io.llmgw.config.ProviderSecrets;
import java.util.Locale;

/** The provider a key is for, as people name it. */
final class ProviderName {
  /** What a variable is called, which a provider is not. */
  static final String VARIABLE = "[A-Z][A-Z0-9]*_[A-Z0-9_]*";

  private ProviderName() {}

  /**
   * Refuses what a gateway elsewhere cannot be told: the keys of providers never go over a wire.
   */
  static void requireHere(SharedOptions shared) {
    if (shared.server != null) {
      throw new CommandException(
          ExitCode.USAGE,
          "the keys of providers are kept on this machine only, not by way of --server",
          "run it where the gateway at " + shared.server + " runs");
    }
  }

  /** The variable the key of a provider is kept in; a variable's own name is taken as it is. */
  static String variable(String name) {
    if (name.matches(VARIABLE)) {
      return name;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return ProviderSecrets.variableOf(lower).orElseThrow(() -> unknown(lower));
  }

  private static CommandException unknown(String name) {
    String all = "name one of " + String.join(", ", ProviderSecrets.providers());
    if (ProviderSecrets.names().contains(name)) {
      return new CommandException(ExitCode.MODEL, name + " has no key to keep", all);
    }
    return new CommandException(
        ExitCode.MODEL,
        "there is no provider '" + name + "'",
        Nearest.to(name, ProviderSecrets.names())
            .map(each -> "did you mean " + each + "?")
            .orElse(all));
  }
}
