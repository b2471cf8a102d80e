package io.llmgw.cli;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.cli.ModelRow.Standing;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.gateway.DeploymentFacts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the rows of {@code llmgw models} of a configuration and the catalogue. */
final class ModelRows {
  /** What can be asked through the gateway. */
  private static final Set<String> SERVED = Set.of("chat", "completion", "embedding");

  /** Deployments have names of their own, which no catalogue knows. */
  private static final Set<String> SELF_NAMED = Set.of("azure", "azure_ai");

  private final GatewayConfig config;
  private final ModelCatalog catalog;
  private final DeploymentFacts facts;
  private final LocalDate today;
  private final Map<String, ModelRow> rows = new LinkedHashMap<>();

  ModelRows(GatewayConfig config, ModelCatalog catalog, LocalDate today) {
    this.config = config;
    this.catalog = catalog;
    this.facts = new DeploymentFacts(catalog);
    this.today = today;
  }

  /** The rows so far, in the order of the configuration, what is not configured last. */
  List<ModelRow> rows() {
    return rows.values().stream()
        .sorted((one, other) -> one.standing().compareTo(other.standing()))
        .toList();
  }

  /** Every entry by its name; a wildcard by the known models of its vendor. */
  ModelRows addConfigured() {
    for (DeploymentConfig entry : config.deployments()) {
      if (entry.modelName().contains("*")) {
        addWildcard(entry, known(entry.provider()));
      } else {
        add(entry, entry.modelName(), Standing.CONFIGURED);
      }
    }
    return this;
  }

  private List<String> known(String vendor) {
    return SELF_NAMED.contains(vendor)
        ? List.of()
        : catalog.all().stream()
            .filter(model -> model.vendor().equals(vendor) && offers(model))
            .map(ModelFacts::name)
            .toList();
  }

  private boolean offers(ModelFacts model) {
    boolean gone = model.retires() != null && !model.retires().isAfter(today);
    return SERVED.contains(model.mode()) && !gone;
  }

  /**
   * The models a wildcard entry leads to.
   *
   * @param names the vendor's own names; without any the entry itself is shown
   */
  void addWildcard(DeploymentConfig entry, List<String> names) {
    if (names.isEmpty()) {
      add(entry, entry.modelName(), Standing.CONFIGURED);
    }
    for (String name : names) {
      String id = entry.modelName().replace("*", name);
      if (!isWritten(id)) {
        add(named(entry, id, entry.model().replace("*", name)), id, Standing.CONFIGURED);
      }
    }
  }

  /** What is written down is meant as it is written: no wildcard joins it. */
  private boolean isWritten(String id) {
    return config.deployments().stream().anyMatch(entry -> entry.modelName().equals(id));
  }

  /** A model that the upstream of an entry has, though no entry leads to it. */
  void addOffered(DeploymentConfig entry, String model) {
    boolean leads =
        config.deployments().stream()
            .anyMatch(
                one -> one.provider().equals(entry.provider()) && one.model().equals(model));
    String id = entry.provider() + "/" + model;
    if (!leads && !rows.containsKey(id)) {
      add(named(entry, id, model), id, Standing.OFFERED);
    }
  }

  /** The known models of the vendors nothing is configured for. */
  ModelRows addUnconfigured() {
    Set<String> configured = vendors();
    for (ModelFacts model : catalog.all()) {
      String id = model.vendor() + "/" + model.name();
      boolean wanted = offers(model) && !SELF_NAMED.contains(model.vendor());
      if (wanted && !configured.contains(model.vendor()) && !rows.containsKey(id)) {
        rows.put(
            id,
            new ModelRow(
                id,
                model.vendor(),
                model.name(),
                Standing.UNCONFIGURED,
                false,
                model,
                List.of(),
                today));
      }
    }
    return this;
  }

  /** The known vendors nothing is configured for, with how many of their models are known. */
  Map<String, Long> unconfigured() {
    Set<String> configured = vendors();
    return catalog.all().stream()
        .filter(model -> offers(model) && !configured.contains(model.vendor()))
        .collect(
            Collectors.groupingBy(
                ModelFacts::vendor, LinkedHashMap::new, Collectors.counting()));
  }

  private Set<String> vendors() {
    return config.deployments().stream()
        .map(DeploymentConfig::provider)
        .collect(Collectors.toSet());
  }

  private void add(DeploymentConfig entry, String id, Standing standing) {
    ModelFacts own = facts.of(entry);
    ModelRow before = rows.get(id);
    if (before == null) {
      rows.put(
          id,
          new ModelRow(
              id,
              entry.provider(),
              entry.model(),
              standing,
              id.equals(config.general().defaultModel()),
              own,
              aliases(id),
              today));
    } else {
      rows.put(
          id,
          new ModelRow(
              id,
              joined(before.provider(), entry.provider()),
              before.model(),
              before.standing(),
              before.standard(),
              ModelRow.reliable(before.facts(), own, today),
              before.aliases(),
              today));
    }
  }

  private static String joined(String providers, String provider) {
    Set<String> all = new LinkedHashSet<>(List.of(providers.split(",")));
    all.add(provider);
    return String.join(",", all);
  }

  private List<String> aliases(String id) {
    List<String> aliases = new ArrayList<>();
    config
        .router()
        .aliases()
        .forEach((name, alias) -> {
          if (alias.model().equals(id) && !alias.hidden()) {
            aliases.add(name);
          }
        });
    aliases.sort(null);
    return aliases;
  }

  private static DeploymentConfig named(DeploymentConfig entry, String modelName, String model) {
    return new DeploymentConfig(
        entry.id(),
        modelName,
        entry.provider(),
        model,
        entry.endpoint(),
        entry.azure(),
        entry.vertex(),
        entry.limits(),
        entry.repair(),
        entry.info(),
        entry.origin());
  }
}
