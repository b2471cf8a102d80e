package io.llmgw.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the user's files are, by the XDG rules everywhere but on Windows. */
public record Places(Path config, Path data, Path state, Path cache) {
  /** Variables that name the configuration, the first one first. */
  static final List<String> CONFIG_VARIABLES = List.of("LLMGW_CONFIG", "CONFIG_FILE_PATH");

  public static Places of(Environment environment) {
    Path config = configured(environment);
    if (environment.windows()) {
      Path local = folder(environment, "LOCALAPPDATA", "AppData/Local");
      return new Places(
          config, local.resolve("llmgw.db"), local.resolve("state"), local.resolve("cache"));
    }
    return new Places(
        config,
        folder(environment, "XDG_DATA_HOME", ".local/share").resolve("llmgw.db"),
        folder(environment, "XDG_STATE_HOME", ".local/state"),
        folder(environment, "XDG_CACHE_HOME", ".cache"));
  }

  /**
   * The file a command reads when none is named: the variable's, the working folder's, the user's.
   */
  private static Path configured(Environment environment) {
    for (String variable : CONFIG_VARIABLES) {
      String named = environment.text(variable);
      if (named != null) {
        return environment.workingDirectory().resolve(named).normalize();
      }
    }
    List<Path> usual = usual(environment);
    return usual.stream().filter(Files::exists).findFirst().orElse(usual.getLast());
  }

  /** Where a configuration is searched when no variable names one, the first place first. */
  static List<Path> usual(Environment environment) {
    Path user =
        environment.windows()
            ? folder(environment, "APPDATA", "AppData/Roaming")
            : folder(environment, "XDG_CONFIG_HOME", ".config");
    return List.of(
        environment.workingDirectory().resolve("llmgw.yaml").normalize(),
        user.resolve("config.yaml"));
  }

  /** Where the user's roles for chats are. */
  public static Path roles(Environment environment) {
    return usual(environment).getLast().resolveSibling("roles");
  }

  private static Path folder(Environment environment, String variable, String underHome) {
    Path set = absolute(environment.text(variable));
    return (set != null ? set : environment.home().resolve(underHome)).resolve("llmgw");
  }

  /** The XDG rules: a path that is not absolute is invalid and ignored. */
  private static @Nullable Path absolute(@Nullable String text) {
    try {
      Path path = text == null ? null : Path.of(text);
      return path != null && path.isAbsolute() ? path : null;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  /** The prices the user imported; beside the database. */
  public Path prices() {
    return data.resolveSibling("prices.jsonl");
  }

  /** By name, in the order they are printed. */
  public Map<String, Path> byName() {
    var map = new LinkedHashMap<String, Path>();
    map.put("config", config);
    map.put("data", data);
    map.put("state", state);
    map.put("cache", cache);
    return map;
  }
}
