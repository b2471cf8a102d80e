package io.llmgw.cli;

import io.llmgw.config.HelperProgram;
import io.llmgw.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The ways to give a secret; none of them is the command line, which everyone on a machine sees.
 */
final class SecretInput {
  private static final int LONGEST = 64 << 10;

  @Option(
      names = "--from-file",
      order = 1,
      paramLabel = "FILE",
      description = "Read it from a file; - for the standard input.")
  private @Nullable String file;

  @Option(
      names = "--from-env",
      order = 2,
      paramLabel = "NAME",
      description = "Take it from a variable.")
  private @Nullable String variable;

  @Option(
      names = "--from-command",
      order = 3,
      paramLabel = "COMMAND",
      description = "Take what a command prints, such as 'pass show openai'.")
  private @Nullable String command;

  /** Reads the secret from where the flags say, else from the terminal without showing it. */
  Secret read(String name, boolean fromInput, boolean noInput, Surroundings surroundings)
      throws IOException {
    String text;
    int ways = (fromInput ? 1 : 0) + (file == null ? 0 : 1) + (variable == null ? 0 : 1);
    if (ways + (command == null ? 0 : 1) > 1) {
      throw new CommandException(ExitCode.USAGE, "give the key in one way only", null);
    }
    if (variable != null) {
      text = surroundings.variable(variable);
      if (text == null) {
        throw none("the variable " + variable + " is not set");
      }
    } else if (command != null) {
      text = output(command, surroundings);
    } else if (fromInput || "-".equals(file)) {
      text = text(surroundings.in(), "the standard input");
    } else if (file != null) {
      text = file(Path.of(file));
    } else {
      text = asked(name, noInput, surroundings);
    }
    return checked(text);
  }

  private static Secret checked(String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw none("the key that was given is empty");
    }
    if (secret.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new CommandException(
          ExitCode.USAGE, "the key that was given has more than one line", "give one key alone");
    }
    return new Secret(secret);
  }

  private static String file(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new CommandException(
          ExitCode.USAGE,
          Files.isDirectory(path) ? path + " is a folder" : "there is no file " + path,
          "name the file that holds the key");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return text(in, path.toString());
    }
  }

  private static String text(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new CommandException(ExitCode.USAGE, name + " is too long to be a key", null);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new CommandException(ExitCode.USAGE, name + " holds no text", null);
    }
  }

  private static String output(String command, Surroundings surroundings) throws IOException {
    HelperProgram.Ran ran;
    try {
      ran = new HelperProgram(surroundings.environment()).shell(command);
    } catch (IOException failure) {
      throw new CommandException(
          ExitCode.NETWORK, "the command failed: " + failure.getMessage(), null);
    }
    if (ran.exit() != 0) {
      throw none("the command ended with " + ran.exit());
    }
    return ran.output();
  }

  private static String asked(String name, boolean noInput, Surroundings surroundings) {
    String typed = hidden("Key for " + name, noInput, surroundings);
    if (typed == null) {
      throw none("there is no terminal to ask for the key of " + name);
    }
    return typed;
  }

  /** What a person types without its being shown; null when there is nobody to ask. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again: JDK-8351435
  static @Nullable String hidden(String what, boolean noInput, Surroundings surroundings) {
    var console = noInput || !surroundings.tty().in() ? null : System.console();
    if (console == null) {
      return null;
    }
    char[] typed = console.readPassword("%s (not shown): ", what);
    return typed == null ? "" : String.valueOf(typed);
  }

  /** The command that prints it; null when it is given in another way. */
  @Nullable String command() {
    return command;
  }

  /** Whether any flag says where it comes from. */
  boolean given() {
    return file != null || variable != null || command != null;
  }

  private static CommandException none(String message) {
    return new CommandException(
        ExitCode.AUTHENTICATION,
        message,
        "--from-file FILE, --from-env NAME, --from-command COMMAND, or - for the standard input");
  }
}
