package io.llmgw.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The only place that asks the operating system. */
final class ProcessEnvironment implements Environment {
  static final ProcessEnvironment INSTANCE = new ProcessEnvironment();

  private ProcessEnvironment() {}

  @Override
  public @Nullable String variable(String name) {
    return System.getenv(name);
  }

  @Override
  public Path workingDirectory() {
    return Path.of("").toAbsolutePath();
  }

  /** As every other program has it; Java would ask for the user's entry, which containers lack. */
  @Override
  public Path home() {
    String set = windows() ? null : text("HOME");
    boolean usable = set != null && set.startsWith("/");
    return Path.of(usable && set != null ? set : System.getProperty("user.home", ""))
        .toAbsolutePath();
  }

  @Override
  public boolean windows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
