package io.llmgw.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about the configuration; null for what it leaves open.
 *
 * @param file relative to the working directory, or absolute
 * @param model made available and the default
 * @param strict keys that would be ignored are errors
 */
public record ConfigRequest(
    @Nullable Path file,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String model,
    boolean strict) {

  /** Nothing was said. */
  public static final ConfigRequest DEFAULT = new ConfigRequest(null, null, null, null, false);

  public ConfigRequest withFile(Path configFile) {
    return new ConfigRequest(configFile, host, port, model, strict);
  }

  public ConfigRequest withModel(String modelName) {
    return new ConfigRequest(file, host, port, modelName, strict);
  }

  public ConfigRequest withStrict(boolean refuseIgnored) {
    return new ConfigRequest(file, host, port, model, refuseIgnored);
  }
}
