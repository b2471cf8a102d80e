package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RouterSettings.Alias;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model groups of one configuration, by the names clients may use: a group's name, an alias, a
 * deployment's id, or anything a wildcard entry matches. Thread-safe.
 */
public final class ModelTable {
  private static final int MAX_MATCHES_KEPT = 2_000;
  // no vendor has longer ones; what is compared with every pattern must not be of any length
  private static final int LONGEST_NAME = 512;

  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Map<String, Alias> aliases;
  private final List<Wildcard> wildcards = new ArrayList<>();
  private final Map<String, List<Deployment>> matches = new ConcurrentHashMap<>();
  private final ProviderFactory factory;

  private record Wildcard(Pattern pattern, int literals, DeploymentConfig config) {}

  public ModelTable(
      List<DeploymentConfig> deployments, Map<String, Alias> aliases, ProviderFactory factory) {
    this.factory = factory;
    this.aliases = Map.copyOf(aliases);
    for (DeploymentConfig config : deployments) {
      if (config.modelName().contains("*")) {
        wildcards.add(
            new Wildcard(
                pattern(config.modelName()), config.modelName().replace("*", "").length(), config));
      } else {
        groups
            .computeIfAbsent(config.modelName(), _ -> new ArrayList<>())
            .add(new Deployment(config, factory));
      }
    }
    // those of Comparator take longer to be made than all else of an empty table
    wildcards.sort((one, other) -> Integer.compare(other.literals(), one.literals()));
  }

  /** The deployments that serve that name; empty when none does. */
  public List<Deployment> find(String name) {
    Alias alias = groups.containsKey(name) ? null : aliases.get(name);
    // an alias of an alias is none, as in LiteLLM, so that two cannot stand for each other
    return byName(alias == null ? name : alias.model());
  }

  private List<Deployment> byName(String name) {
    List<Deployment> group = groups.get(name);
    if (group != null || name.length() > LONGEST_NAME) {
      return group == null ? List.of() : group;
    }
    List<Deployment> kept = matches.get(name);
    if (kept != null) {
      return kept;
    }
    List<Deployment> found = byId(name);
    if (found.isEmpty()) {
      found = byWildcard(name);
    }
    if (!found.isEmpty() && matches.size() < MAX_MATCHES_KEPT) {
      matches.put(name, found);
    }
    return found;
  }

  /**
   * Every group by name, with its members, in the order of the configuration; wildcards are not
   * groups.
   */
  public Map<String, List<Deployment>> groups() {
    return java.util.Collections.unmodifiableMap(groups);
  }

  /**
   * The names clients are shown, with what serves them: groups, and aliases that are not hidden.
   */
  public Map<String, List<Deployment>> listed() {
    Map<String, List<Deployment>> listed = new LinkedHashMap<>(groups);
    aliases.forEach((name, alias) -> {
      List<Deployment> group = find(name);
      if (!alias.hidden() && !group.isEmpty()) {
        listed.put(name, group);
      }
    });
    return listed;
  }

  public Map<String, Alias> aliases() {
    return aliases;
  }

  /** The entries that stand for many models. */
  public List<DeploymentConfig> wildcards() {
    return wildcards.stream().map(Wildcard::config).toList();
  }

  private List<Deployment> byId(String id) {
    return groups.values().stream()
        .flatMap(List::stream)
        .filter(deployment -> deployment.config().id().equals(id))
        .toList();
  }

  /**
   * All entries of the most literal pattern that matches, with what the stars stand for filled in.
   */
  private List<Deployment> byWildcard(String name) {
    List<Deployment> found = new ArrayList<>();
    String best = "";
    for (Wildcard wildcard : wildcards) {
      Matcher matcher = wildcard.pattern.matcher(name);
      boolean sameAsBest = best.isEmpty() || wildcard.pattern.pattern().equals(best);
      if (sameAsBest && matcher.matches()) {
        best = wildcard.pattern.pattern();
        found.add(new Deployment(filledIn(wildcard.config, name, matcher), factory));
      }
    }
    return List.copyOf(found);
  }

  private static DeploymentConfig filledIn(DeploymentConfig config, String name, Matcher stars) {
    String model = config.model();
    for (int i = 1; i <= stars.groupCount() && model.contains("*"); i++) {
      model = model.replaceFirst("\\*", Matcher.quoteReplacement(stars.group(i)));
    }
    return new DeploymentConfig(
        config.id(),
        name,
        config.provider(),
        model,
        config.endpoint(),
        config.azure(),
        config.vertex(),
        config.aws(),
        config.limits(),
        config.repair(),
        config.info(),
        config.origin());
  }

  private static Pattern pattern(String name) {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (int star = name.indexOf('*'); star >= 0; star = name.indexOf('*', from)) {
      regex.append(Pattern.quote(name.substring(from, star))).append("(.+)");
      from = star + 1;
    }
    return Pattern.compile(regex.append(Pattern.quote(name.substring(from))).toString());
  }
}
