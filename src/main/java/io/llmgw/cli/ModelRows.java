package io.llmgw.cli;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.cli.ModelRow.Standing;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.gateway.DeploymentFacts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes the rows of {@code llmgw models} of a configuration and the catalogue. */
final class ModelRows {
  /** What can be asked through the gateway. */
  private static final Set<String> SERVED = Set.of("chat", "completion", "embedding");

  /** Deployments have names of their own, which no catalogue knows. */
  private static final Set<String> SELF_NAMED = Set.of("azure", "azure_ai");

  /** The same model once more for one region. */
  private static final Pattern REGIONAL = Pattern.compile("(?:us|eu|apac|jp|au|global)[./]");

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

  /** The ids of all rows so far, in a set of the caller's own. */
  Set<String> ids() {
    return new HashSet<>(rows.keySet());
  }

  /** Every entry by its name; a wildcard by the known models of its vendor. */
  ModelRows addConfigured() {
    config.deployments().forEach(this::addEntry);
    return this;
  }

  /** One entry of the configuration. */
  void addEntry(DeploymentConfig entry) {
    if (entry.modelName().contains("*")) {
      addWildcard(entry, known(entry.provider()));
    } else {
      add(entry, entry.modelName(), Standing.CONFIGURED);
    }
  }

  /** A model of a server on this machine, which can be asked without being configured. */
  void addLocal(DeploymentConfig entry) {
    if (!rows.containsKey(entry.modelName()) && SERVED.contains(facts.of(entry).mode())) {
      add(entry, entry.modelName(), Standing.CONFIGURED);
    }
  }

  private List<String> known(String vendor) {
    return SELF_NAMED.contains(vendor)
        ? List.of()
        : catalog.all(vendor).stream().filter(this::offers).map(ModelFacts::name).toList();
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
      DeploymentConfig named = named(entry, id, entry.model().replace("*", name));
      if (!isWritten(id) && SERVED.contains(facts.of(named).mode())) {
        add(named, id, Standing.CONFIGURED);
      }
    }
  }

  /** What is written down is meant as it is written: no wildcard joins it. */
  private boolean isWritten(String id) {
    return config.deployments().stream().anyMatch(entry -> entry.modelName().equals(id));
  }

  /** A model that the upstream of an entry has, though no entry leads to it. */
  void addOffered(DeploymentConfig entry, String model) {
    DeploymentConfig named = named(entry, entry.provider() + "/" + model, model);
    if (!SELF_NAMED.contains(entry.provider())
        && !leads(entry.provider(), model)
        && SERVED.contains(facts.of(named).mode())) {
      rows.computeIfAbsent(
          named.modelName(),
          id -> unasked(id, entry.provider(), model, Standing.OFFERED, facts.of(named)));
    }
  }

  private boolean leads(String vendor, String model) {
    return rows.values().stream()
        .anyMatch(row -> row.provider().equals(vendor) && row.model().equals(model));
  }

  /** The known models no entry leads to. */
  ModelRows addUnconfigured() {
    Set<String> configured = vendors();
    Set<ModelFacts> led =
        config.deployments().stream()
            .map(entry -> catalog.find(entry.provider(), entry.realModel()))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    for (ModelFacts model : known()) {
      if (suggests(model) && !led.contains(model) && !leads(model.vendor(), model.name())) {
        Standing standing =
            configured.contains(model.vendor()) ? Standing.OFFERED : Standing.UNCONFIGURED;
        rows.computeIfAbsent(
            model.vendor() + "/" + model.name(),
            id -> unasked(id, model.vendor(), model.name(), standing, model));
      }
    }
    return this;
  }

  private boolean suggests(ModelFacts model) {
    return offers(model)
        && !SELF_NAMED.contains(model.vendor())
        && !REGIONAL.matcher(model.name()).lookingAt();
  }

  private ModelRow unasked(
      String id, String vendor, String model, Standing standing, ModelFacts known) {
    return new ModelRow(id, vendor, model, standing, false, known, List.of(), today);
  }

  /** The known vendors nothing is configured for, with how many of their models are known. */
  Map<String, Long> unconfigured() {
    Set<String> configured = vendors();
    return known().stream()
        .filter(model -> suggests(model) && !configured.contains(model.vendor()))
        .collect(
            Collectors.groupingBy(ModelFacts::vendor, LinkedHashMap::new, Collectors.counting()));
  }

  /** The models of every vendor that is known or configured. */
  private List<ModelFacts> known() {
    Set<String> all = new LinkedHashSet<>(ModelCatalog.vendors());
    all.addAll(vendors());
    return all.stream().flatMap(vendor -> catalog.all(vendor).stream()).toList();
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
