package io.llmgw.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was loaded, with everything people may ask about it.
 *
 * @param warnings warnings and notes, in the order they were found
 * @param file the configuration file; null when there is none
 * @param files everything the configuration depends on, to be watched: the file, its includes, and
 *     {@code .env}, whether it exists or not
 * @param settings every effective setting and where it comes from, secrets masked
 * @param localServers servers worth looking for on this machine; empty when the models are written
 *     down
 * @param environment variables with those of {@code .env} and {@code environment_variables}; what
 *     upstreams and stores read from the environment they read here
 */
public record LoadedConfig(
    GatewayConfig config,
    List<Problem> warnings,
    @Nullable Path file,
    List<Path> files,
    List<Setting> settings,
    List<LocalServer> localServers,
    Environment environment) {

  public LoadedConfig {
    warnings = List.copyOf(warnings);
    files = List.copyOf(files);
    settings = List.copyOf(settings);
    localServers = List.copyOf(localServers);
  }

  /**
   * Where a variable gets its value from, as people know it: {@code $NAME}, or a file's name; null
   * when it has none.
   */
  public @Nullable String origin(String variable) {
    if (environment instanceof LayeredEnvironment layered) {
      ConfigNode.Scalar value = layered.scalar(variable);
      return value == null ? null : value.position().source();
    }
    return environment.text(variable) == null ? null : "$" + variable;
  }

  LoadedConfig withDeployments(List<DeploymentConfig> deployments) {
    GatewayConfig changed =
        new GatewayConfig(deployments, config.general(), config.router(), config.requests());
    return new LoadedConfig(changed, warnings, file, files, settings, localServers, environment);
  }
}
