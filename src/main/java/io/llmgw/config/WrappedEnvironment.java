package io.llmgw.config;

import java.nio.file.Path;

/** Another environment with variables of its own; everything else is the other's. */
public abstract class WrappedEnvironment implements Environment {
  /** What is around it. */
  protected final Environment real;

  protected WrappedEnvironment(Environment real) {
    this.real = real;
  }

  @Override
  public final Path workingDirectory() {
    return real.workingDirectory();
  }

  @Override
  public final Path home() {
    return real.home();
  }

  @Override
  public final boolean windows() {
    return real.windows();
  }
}
