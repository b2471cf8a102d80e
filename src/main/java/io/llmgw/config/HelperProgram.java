package io.llmgw.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another program on this machine that keeps secrets; it may ask its user for a PIN meanwhile. */
public final class HelperProgram {
  private static final int LONGEST = 64 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Environment environment;
  private final Duration limit;

  public HelperProgram(Environment environment) {
    this(environment, LIMIT);
  }

  HelperProgram(Environment environment, Duration limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * What became of a run.
   *
   * @param output up to 64 KiB of it
   * @param errors the first line said about what went wrong; empty for none
   */
  public record Ran(int exit, String output, String errors) {
    /** What a shell answers for a program that is not there. */
    boolean missing() {
      return exit == 127;
    }
  }

  /**
   * Runs a line of the shell. What it says about itself goes to this process's standard error.
   *
   * @throws IOException when it cannot run, or does not end in a minute
   */
  public Ran shell(String line) throws IOException {
    List<String> command =
        environment.windows() ? List.of("cmd.exe", "/c", line) : List.of("sh", "-c", line);
    return run(command, "", true);
  }

  /** Runs a program with arguments, which must hold no secret, and a text to read. */
  Ran run(List<String> program, String input) throws IOException {
    if (environment.windows()) {
      return run(program, input, false);
    }
    // looks the program up where the environment says, which need not be that of this process
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\""));
    command.addAll(program);
    return run(command, input, false);
  }

  private Ran run(List<String> command, String input, boolean errorsShown) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    String path = environment.text("PATH");
    if (path != null) {
      builder.environment().put("PATH", path);
    }
    if (errorsShown) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process = builder.start();
    Thread watchdog = Thread.ofVirtual().name("helper").start(() -> end(process));
    try {
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      Thread listener = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), errors));
      write(process, input);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      copy(process.getInputStream(), output);
      listener.join();
      int exit = process.waitFor();
      if (!watchdog.isAlive() && exit != 0) {
        throw new IOException("it did not end in " + limit.toSeconds() + " s");
      }
      return new Ran(exit, output.toString(StandardCharsets.UTF_8), firstLine(errors));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    } finally {
      watchdog.interrupt();
      kill(process);
    }
  }

  private void end(Process process) {
    try {
      Thread.sleep(limit);
      kill(process);
    } catch (InterruptedException _) {
      // it ended in time
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void write(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // it reads nothing; its exit code says whether that is well
    }
  }

  private static void copy(InputStream in, ByteArrayOutputStream to) {
    try (in) {
      to.writeBytes(in.readNBytes(LONGEST));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the process ended meanwhile; what it said until then counts
    }
  }

  private static String firstLine(ByteArrayOutputStream errors) {
    return errors
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
