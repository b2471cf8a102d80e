package io.llmgw.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A working directory, a home and variables, seen by nothing but the test. */
final class ConfigFixture {
  private final Path here;
  private final Map<String, String> variables = new HashMap<>();

  ConfigFixture(Path folder) {
    try {
      here = Files.createDirectories(folder.resolve("here"));
      Files.createDirectories(home());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path home() {
    return here.resolveSibling("home");
  }

  Path path(String name) {
    return here.resolve(name);
  }

  /** The user's own file with keys of providers. */
  Path secrets() {
    return ProviderSecrets.of(environment()).file();
  }

  ConfigFixture set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  ConfigFixture write(String name, String text) {
    return write(path(name), text);
  }

  ConfigFixture write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Environment environment() {
    return Environment.of(variables, here, home());
  }

  LoadedConfig load(ConfigRequest request) {
    return new ConfigLoader(environment()).load(request);
  }

  /** Loads what is found without being asked for. */
  LoadedConfig load() {
    return load(ConfigRequest.DEFAULT);
  }

  /** Writes {@code llmgw.yaml} and loads it. */
  LoadedConfig load(String yaml) {
    return write("llmgw.yaml", yaml).load();
  }

  /** What is found wrong, one line each. */
  List<String> problems(ConfigRequest request) {
    try {
      return load(request).warnings().stream().map(Problem::summary).toList();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::summary).toList();
    }
  }

  List<String> problems() {
    return problems(ConfigRequest.DEFAULT);
  }

  List<String> problems(String yaml) {
    return write("llmgw.yaml", yaml).problems();
  }

  static String resource(String name) {
    try (var in = ConfigFixture.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
