package io.llmgw.provider.azure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** This machine. */
final class LocalMachine implements Machine {
  private static final int MAX_OUTPUT_BYTES = 1 << 18;

  private final boolean windows;
  private final Function<String, @Nullable String> environment;

  LocalMachine(Function<String, @Nullable String> environment) {
    this.environment = environment;
    this.windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  @Override
  public boolean windows() {
    return windows;
  }

  @Override
  public Path arcTokens() {
    return windows
        ? Path.of(set("ProgramData", "C:\\ProgramData"), "AzureConnectedMachineAgent", "Tokens")
        : Path.of("/var/opt/azcmagent/tokens");
  }

  private String set(String variable, String otherwise) {
    String value = environment.apply(variable);
    return value == null ? otherwise : value;
  }

  @Override
  public Ran run(List<String> command, Duration limit) throws IOException {
    // not where we were started: Windows would run a program of that name that lies there
    File folder = new File(windows ? set("SystemRoot", "C:\\Windows") : "/");
    Process process = new ProcessBuilder(command).directory(folder).start();
    try {
      process.getOutputStream().close();
      FutureTask<String> output = reading(process.getInputStream());
      FutureTask<String> errors = reading(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + limit.toSeconds() + " s");
      }
      return new Ran(process.exitValue(), text(output, limit), text(errors, limit));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static FutureTask<String> reading(InputStream in) {
    FutureTask<String> task =
        new FutureTask<>(() -> new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8));
    // a virtual thread would hold its carrier, and with it requests, until the program says more
    Thread.ofPlatform().daemon().name("llmgw-program-output").start(task);
    return task;
  }

  private static String text(FutureTask<String> output, Duration limit)
      throws IOException, InterruptedException {
    try {
      return output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new IOException("its output cannot be read", failure);
    } catch (TimeoutException failure) {
      throw new IOException("it left its output open", failure);
    }
  }
}
