package io.llmgw.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the user's files are, by the XDG rules everywhere but on Windows. */
record Places(Path config, Path data, Path state, Path cache) {

  static Places of(Surroundings surroundings) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? windows(surroundings) : xdg(surroundings);
  }

  private static Places xdg(Surroundings surroundings) {
    return new Places(
        configured(surroundings, folder(surroundings, "XDG_CONFIG_HOME", ".config")),
        folder(surroundings, "XDG_DATA_HOME", ".local/share").resolve("llmgw.db"),
        folder(surroundings, "XDG_STATE_HOME", ".local/state"),
        folder(surroundings, "XDG_CACHE_HOME", ".cache"));
  }

  private static Places windows(Surroundings surroundings) {
    Path roaming = folder(surroundings, "APPDATA", "AppData/Roaming");
    Path local = folder(surroundings, "LOCALAPPDATA", "AppData/Local");
    return new Places(
        configured(surroundings, roaming),
        local.resolve("llmgw.db"),
        local.resolve("state"),
        local.resolve("cache"));
  }

  /**
   * The file a command reads when none is named: the variable's, the working folder's, the user's.
   */
  private static Path configured(Surroundings surroundings, Path userFolder) {
    Path folder = surroundings.environment().workingDirectory();
    for (String variable : List.of("LLMGW_CONFIG", "CONFIG_FILE_PATH")) {
      String named = surroundings.environment().text(variable);
      if (named != null) {
        return folder.resolve(named).normalize();
      }
    }
    Path here = folder.resolve("llmgw.yaml");
    return here.toFile().exists() ? here : userFolder.resolve("config.yaml");
  }

  private static Path folder(Surroundings surroundings, String variable, String underHome) {
    String set = surroundings.variable(variable);
    // The XDG rules: a path that is not absolute is invalid and ignored.
    Path base =
        set != null && Path.of(set).isAbsolute()
            ? Path.of(set)
            : surroundings.home().resolve(underHome);
    return base.resolve("llmgw");
  }

  /** By name, in the order they are printed. */
  Map<String, Path> byName() {
    var map = new LinkedHashMap<String, Path>();
    map.put("config", config);
    map.put("data", data);
    map.put("state", state);
    map.put("cache", cache);
    return map;
  }
}
