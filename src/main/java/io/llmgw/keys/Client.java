package io.llmgw.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has a virtual key.
 *
 * @param user the key's owner; null when nothing is known of one
 */
public record Client(VirtualKey key, @Nullable User user) implements Caller {
  /** LiteLLM's words for a list of models that allows all of them. */
  private static final Set<String> ALL_MODELS = Set.of("all-proxy-models", "all-team-models");

  @Override
  public String owner() {
    return key.id();
  }

  @Override
  public boolean mayAdminister() {
    return false;
  }

  @Override
  public boolean mayUse(String path) {
    return RouteRules.allows(key.settings().routes(), path);
  }

  @Override
  public boolean mayAsk(String name, Collection<String> groups, Collection<String> labels) {
    // who gave the key a name of its own for a model meant it to be used
    boolean given = key.settings().aliases().containsValue(name);
    return (given || allows(key.settings().models(), name, groups, labels))
        && (user == null || allows(user.models(), name, groups, labels));
  }

  @Override
  public boolean mayAskForAll() {
    return allowsAll(key.settings().models()) && (user == null || allowsAll(user.models()));
  }

  private static boolean allowsAll(List<String> models) {
    return models.isEmpty() || models.stream().anyMatch(ALL_MODELS::contains);
  }

  private static boolean allows(
      List<String> models, String name, Collection<String> groups, Collection<String> labels) {
    return allowsAll(models)
        || Wildcards.matchesAny(models, name)
        || labels.stream().anyMatch(models::contains)
        || (!groups.isEmpty()
            && groups.stream().allMatch(group -> Wildcards.matchesAny(models, group)));
  }

  @Override
  public String meant(String model) {
    return key.settings().aliases().getOrDefault(model, model);
  }

  @Override
  public List<Limits.Scope> scopes(String model, String group) {
    List<Limits.Scope> scopes = new ArrayList<>(3);
    KeySettings settings = key.settings();
    scopes.add(new Limits.Scope("key:" + key.id(), shown(), settings.allowance()));
    addModel(scopes, group);
    if (!model.equals(group)) {
      addModel(scopes, model);
    }
    if (user != null) {
      String who = "The user '" + user.id() + "'";
      scopes.add(new Limits.Scope("user:" + user.id(), who, user.allowance()));
    }
    return scopes;
  }

  private void addModel(List<Limits.Scope> scopes, String model) {
    Allowance own = key.settings().perModel().get(model);
    if (own != null) {
      String id = "key:" + key.id() + ":" + model;
      scopes.add(new Limits.Scope(id, shown() + " with model '" + model + "'", own));
    }
  }

  @Override
  public String shown() {
    return "The key " + key.shown();
  }
}
