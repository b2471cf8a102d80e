package io.llmgw.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prepares a start of the built program: in an empty folder, with an environment that holds nothing
 * but what a test sets.
 */
final class Launch {
  private static final String PROGRAM =
      Path.of(System.getProperty("llmgw.dist"), "bin", "llmgw").toAbsolutePath().toString();

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> secrets = new ArrayList<>();

  /** Starts in {@code here} inside the folder; the user's own files would be beside it. */
  Launch(Path folder) {
    try {
      this.folder = Files.createDirectories(folder.resolve("here"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("PATH", "/usr/bin:/bin");
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("HOME", folder.toString());
    variables.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  /** A file of the folder the program starts in. */
  Path file(String name) {
    return folder.resolve(name);
  }

  Launch set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Sets a variable whose value the program must never tell. */
  Launch secret(String variable, String value) {
    secrets.add(value);
    return set(variable, value);
  }

  /** Names a secret that is in a file. */
  Launch secret(String value) {
    secrets.add(value);
    return this;
  }

  /** Writes a file into the folder the program starts in. */
  Launch write(String name, String text) {
    try {
      Files.writeString(file(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file that the configuration's tests have. */
  Launch copy(String resource, String name) {
    try (var in = Launch.class.getResourceAsStream("/io/llmgw/config/" + resource)) {
      if (in == null) {
        throw new AssertionError("no resource " + resource);
      }
      Files.write(file(name), in.readAllBytes());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a gateway on any free port. */
  LlmgwProcess serve(String... args) {
    return run(Stream.concat(Stream.of("serve", "--port", "0"), Arrays.stream(args)));
  }

  LlmgwProcess run(String... args) {
    return run(Arrays.stream(args));
  }

  private LlmgwProcess run(Stream<String> args) {
    return start(Stream.concat(Stream.of(PROGRAM), args).toList());
  }

  /** Runs a shell script, for which the program is {@code llmgw}. */
  LlmgwProcess shell(String script) {
    return start(List.of("/bin/sh", "-c", "llmgw() { '" + PROGRAM + "' \"$@\"; }; " + script));
  }

  /** Starts in a terminal; the arguments are the shell's to read. */
  Tmux terminal(int columns, int rows, String arguments) {
    return Tmux.start(folder, columns, rows, variables, "'" + PROGRAM + "' " + arguments);
  }

  private LlmgwProcess start(List<String> program) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // a build that runs in the background ignores Ctrl-C, and so would all it starts
      command.addAll(List.of("env", "--default-signal=INT,PIPE"));
    }
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectInput(Path.of("/dev/null").toFile());
    return LlmgwProcess.start(builder, secrets);
  }
}
