package io.llmgw.config;

import java.util.ArrayList;
import java.util.List;

/** Shows a loaded configuration to people. Holds no secret. */
public final class ConfigReport {
  private static final int WIDEST = 60;

  private ConfigReport() {}

  /** One line for each setting: path, value, and where it comes from, in columns. */
  public static List<String> settings(LoadedConfig loaded) {
    int path = width(loaded.settings().stream().map(Setting::path).toList());
    int value = width(loaded.settings().stream().map(Setting::value).toList());
    List<String> lines = new ArrayList<>();
    for (Setting setting : loaded.settings()) {
      lines.add(
          "%s  %s  # %s"
              .formatted(
                  pad(setting.path() + ":", path + 1),
                  pad(setting.value(), value),
                  setting.source()));
    }
    return lines;
  }

  /** One line for each model: its name, its upstream, and where it comes from. */
  public static List<String> models(LoadedConfig loaded) {
    List<DeploymentConfig> deployments = loaded.config().deployments();
    int width = width(deployments.stream().map(DeploymentConfig::modelName).toList());
    return deployments.stream()
        .map(deployment ->
            "%s  %s/%s  # %s"
                .formatted(
                    pad(deployment.modelName(), width),
                    deployment.provider(),
                    deployment.model(),
                    deployment.origin()))
        .toList();
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).filter(n -> n <= WIDEST).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
