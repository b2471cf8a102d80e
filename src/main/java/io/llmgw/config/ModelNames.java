package io.llmgw.config;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names a configuration answers to, and whether its own parts only speak of these. */
final class ModelNames {
  private final GatewayConfig config;
  private final Set<String> names = new LinkedHashSet<>();

  ModelNames(GatewayConfig config) {
    this.config = config;
    config
        .deployments()
        .forEach(deployment -> {
          names.add(deployment.modelName());
          names.add(deployment.id());
        });
    names.addAll(config.router().aliases().keySet());
  }

  private boolean knows(String name) {
    return names.contains(name) || names.stream().anyMatch(known -> Wildcard.matches(known, name));
  }

  /**
   * Warns of names that lead nowhere.
   *
   * @param position where the default model is named
   * @param discovered whether servers on this machine may add names later
   */
  void check(Problems problems, @Nullable Position position, boolean discovered) {
    if (problems.hasErrors()) {
      // Entries with errors are missing here; their names are not wrong.
      return;
    }
    String model = config.general().defaultModel();
    if (model != null && !knows(model) && !discovered) {
      problems.warning(
          "The default model `%s` is not in model_list".formatted(model), near(model), position);
    }
    config
        .router()
        .aliases()
        .forEach((alias, target) -> {
          if (!knows(target.model()) && !discovered) {
            problems.warning(
                "The alias `%s` stands for `%s`, which is not in model_list"
                    .formatted(alias, target.model()),
                near(target.model()),
                null);
          }
        });
    if (config.deployments().isEmpty() && !discovered) {
      problems.warning("There are no models: model_list is empty", null, null);
    }
  }

  private @Nullable String near(String name) {
    return Nearest.to(name, names).map("did you mean `%s`?"::formatted).orElse(null);
  }
}
