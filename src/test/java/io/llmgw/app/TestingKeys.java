package io.llmgw.app;

import io.llmgw.config.Environment;
import io.llmgw.config.LoadedConfig;
import io.llmgw.keys.KeyVault;
import io.llmgw.testing.TestingConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The vault of a gateway whose user's files are in a folder of a test's own. */
public final class TestingKeys {
  private TestingKeys() {}

  public static KeyVault in(Path folder) {
    Environment environment =
        Environment.of(Map.of("XDG_DATA_HOME", folder.toString()), folder, folder);
    LoadedConfig loaded =
        new LoadedConfig(
            new TestingConfig().build(),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            environment);
    return new LazyVault(() -> loaded, InstantSource.system());
  }

  /** Where that vault's database is once a key was made. */
  public static Path database(Path folder) {
    return folder.resolve("llmgw/llmgw.db");
  }
}
