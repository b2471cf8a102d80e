package io.llmgw.keys;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    scopes.add(new Limits.Scope("key:" + key.id(), shown(), null, settings.allowance()));
    addModel(scopes, group);
    if (!model.equals(group)) {
      addModel(scopes, model);
    }
    if (user != null) {
      String who = "The user '" + user.id() + "'";
      scopes.add(new Limits.Scope("user:" + user.id(), who, null, user.allowance()));
    }
    return scopes;
  }

  @Override
  public List<Map.Entry<String, String>> headers() {
    KeySettings settings = key.settings();
    List<Map.Entry<String, String>> headers = new ArrayList<>(3);
    add(headers, "x-litellm-key-rpm-limit", settings.allowance().requests());
    add(headers, "x-litellm-key-tpm-limit", settings.allowance().tokens());
    BigDecimal budget = settings.budget().max();
    add(headers, "x-litellm-key-max-budget", budget == null ? null : budget.toPlainString());
    return headers;
  }

  private static void add(
      List<Map.Entry<String, String>> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.add(Map.entry(name, value.toString()));
    }
  }

  private void addModel(List<Limits.Scope> scopes, String model) {
    Allowance own = key.settings().perModel().get(model);
    if (own != null) {
      String id = "key:" + key.id() + ":" + model;
      scopes.add(new Limits.Scope(id, shown() + " with model '" + model + "'", model, own));
    }
  }

  @Override
  public String shown() {
    return "The key " + key.shown();
  }
}
