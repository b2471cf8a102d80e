package io.llmgw.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One upstream given by flags instead of a configuration. The key is never a flag's value. */
final class TestUpstreamOptions {
  @Option(
      names = "--endpoint",
      order = 20,
      paramLabel = "URL",
      description = "Test a provider at this address; TARGET is its name, such as azure.")
  @Nullable String endpoint;

  @Option(
      names = {"--deployment", "--model"},
      order = 21,
      paramLabel = "NAME",
      description = "Its deployment or model.")
  @Nullable String deployment;

  @Option(
      names = "--api-version",
      order = 22,
      paramLabel = "VERSION",
      description = "Azure's version of the API.")
  @Nullable String apiVersion;

  @Option(
      names = "--key-env",
      order = 23,
      paramLabel = "VAR",
      description = "Variable that holds its key, instead of the usual one.")
  @Nullable String keyVariable;

  @Option(
      names = "--key-file",
      order = 24,
      paramLabel = "FILE",
      description = "File that holds its key; - for the standard input.")
  @Nullable Path keyFile;

  /** How the key was given, to be given again. */
  String keyFlags() {
    if (keyVariable != null) {
      return "--key-env " + keyVariable;
    }
    return keyFile == null ? "" : "--key-file '" + keyFile.toString().replace("'", "'\\''") + "'";
  }

  boolean given() {
    return endpoint != null
        || deployment != null
        || apiVersion != null
        || keyVariable != null
        || keyFile != null;
  }
}
