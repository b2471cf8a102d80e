package io.llmgw.cli;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.ModelTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One model with everything that serves it.
 *
 * @param name as it was asked for
 * @param aliasOf the name it stands for; null when it is none
 * @param aliases other names of it
 * @param standard whether it is asked when a request names no model
 */
record ModelCard(
    String name,
    @Nullable String aliasOf,
    List<String> aliases,
    boolean standard,
    List<Served> served) {

  /**
   * What is known about one upstream of it.
   *
   * @param entry null when nothing is configured for it
   */
  record Served(@Nullable DeploymentConfig entry, ModelFacts facts) {}

  ModelCard {
    aliases = List.copyOf(aliases);
    served = List.copyOf(served);
  }

  boolean configured() {
    return served.getFirst().entry() != null;
  }

  /** The name to ask for. */
  String id() {
    ModelFacts facts = served.getFirst().facts();
    return configured() ? name : facts.vendor() + "/" + facts.name();
  }

  /** Finds a configured model by any of its names, else one of the catalogue; null for none. */
  static @Nullable ModelCard find(String name, GatewayConfig config, ModelCatalog catalog) {
    ModelTable table =
        new ModelTable(
            config.deployments(),
            config.router().aliases(),
            entry -> {
              throw new IllegalStateException("nothing is called here: " + entry.origin());
            });
    List<DeploymentConfig> entries = table.find(name).stream().map(Deployment::config).toList();
    return entries.isEmpty()
        ? known(name, catalog)
        : configured(name, entries, config, new DeploymentFacts(catalog));
  }

  private static ModelCard configured(
      String name, List<DeploymentConfig> entries, GatewayConfig config, DeploymentFacts facts) {
    var alias = config.router().aliases().get(name);
    String group = alias == null ? name : alias.model();
    List<String> aliases =
        config.router().aliases().entrySet().stream()
            .filter(one -> one.getValue().model().equals(group) && !one.getKey().equals(name))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new ModelCard(
        name,
        alias == null ? null : group,
        aliases,
        name.equals(config.general().defaultModel()),
        entries.stream().map(entry -> new Served(entry, facts.of(entry))).toList());
  }

  private static @Nullable ModelCard known(String name, ModelCatalog catalog) {
    int slash = name.indexOf('/');
    ModelFacts facts =
        slash < 0 ? null : catalog.find(name.substring(0, slash), name.substring(slash + 1));
    if (facts == null) {
      facts =
          ModelCatalog.vendors().stream()
              .map(vendor -> catalog.find(vendor, name))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
    }
    return facts == null
        ? null
        : new ModelCard(name, null, facts.aliases(), false, List.of(new Served(null, facts)));
  }
}
