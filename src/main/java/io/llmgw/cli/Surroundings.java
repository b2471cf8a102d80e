package io.llmgw.cli;

import io.llmgw.chat.terminal.TerminalOpening;
import io.llmgw.config.Environment;
import io.llmgw.provider.Lazy;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds when it starts, handed in so that tests can choose it.
 *
 * @param in the standard input; the process owns it
 * @param terminal opens the terminal for a chat, which closes it
 */
record Surroundings(
    Environment environment, Tty tty, InputStream in, Lazy<TerminalOpening> terminal) {

  Surroundings(Environment environment, Tty tty, InputStream in) {
    this(environment, tty, in, new Lazy<>(() -> TerminalOpening.begin(environment.text("TERM"))));
  }

  static Surroundings ofProcess() {
    return new Surroundings(
        Environment.process(),
        Tty.of(System.getProperty("llmgw.tty"), System.getProperty("llmgw.columns")),
        System.in);
  }

  /**
   * The same, with a person who is asked for the passphrase of stored keys when one is needed.
   *
   * @param silent whether nobody may be asked
   */
  Surroundings withPassphrase(BooleanSupplier silent) {
    return new Surroundings(
        new AskingEnvironment(
            environment,
            () -> SecretInput.hidden("Passphrase of the stored keys", silent.getAsBoolean(), this)),
        tty,
        in,
        terminal);
  }

  /** The user's home folder. */
  Path home() {
    return environment.home();
  }

  /** The variable's value; null when it is unset or empty. */
  @Nullable String variable(String name) {
    String value = environment.variable(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A file as people know it: relative to the working folder where it is inside. */
  String shown(Path file) {
    Path here = environment.workingDirectory();
    Path absolute = here.resolve(file).normalize();
    boolean below = absolute.startsWith(here) && !absolute.equals(here);
    return (below ? here.relativize(absolute) : absolute).toString();
  }
}
