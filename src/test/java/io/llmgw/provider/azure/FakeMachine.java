package io.llmgw.provider.azure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine without programs, unless it is given an {@code az}. */
final class FakeMachine implements Machine {
  final List<List<String>> commands = new ArrayList<>();
  @Nullable Ran az;
  boolean windows;
  Path arcTokens = Path.of("/nowhere");

  @Override
  public boolean windows() {
    return windows;
  }

  @Override
  public synchronized Ran run(List<String> command, Duration limit) throws IOException {
    commands.add(command);
    if (az == null) {
      throw new IOException("Cannot run program \"az\": error=2, No such file or directory");
    }
    return az;
  }

  @Override
  public Path arcTokens() {
    return arcTokens;
  }
}
