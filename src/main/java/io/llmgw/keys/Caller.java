package io.llmgw.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a request comes from, and what follows from that. */
public sealed interface Caller {
  /** LiteLLM's words for a list of models that allows all of them. */
  Set<String> ALL_MODELS = Set.of("all-proxy-models", "all-team-models");

  /** What tells this caller's things from another's. */
  String owner();

  /** Whether the gateway's own settings and keys may be seen and changed. */
  default boolean mayAdminister() {
    return true;
  }

  /** Whether a path may be used; it has no doubled or trailing slashes. */
  default boolean mayUse(String path) {
    return true;
  }

  /**
   * Whether a model may be asked for.
   *
   * @param name as the caller has it
   * @param groups the model groups that would serve it
   */
  default boolean mayAsk(String name, Collection<String> groups) {
    return true;
  }

  /** The model the caller means by a name. */
  default String meant(String model) {
    return model;
  }

  /**
   * What the request is counted under.
   *
   * @param model as it was asked for
   * @param group the model group that serves it
   */
  default List<Limits.Scope> scopes(String model, String group) {
    return List.of();
  }

  /** Whoever comes to a gateway that asks for no key. */
  record Anyone(String owner) implements Caller {}

  /** Who has the master key. */
  record Master() implements Caller {
    @Override
    public String owner() {
      return "master";
    }
  }

  /**
   * Who has a virtual key.
   *
   * @param user the key's owner; null when nothing is known of one
   */
  record Client(VirtualKey key, @Nullable User user) implements Caller {
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
    public boolean mayAsk(String name, Collection<String> groups) {
      // who gave the key a name of its own for a model meant it to be used
      boolean given = key.settings().aliases().containsValue(name);
      return (given || allows(key.settings().models(), name, groups))
          && (user == null || allows(user.models(), name, groups));
    }

    private static boolean allows(List<String> models, String name, Collection<String> groups) {
      if (models.isEmpty() || models.stream().anyMatch(ALL_MODELS::contains)) {
        return true;
      }
      return Wildcards.matchesAny(models, name)
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

    private String shown() {
      return "The key " + key.shown();
    }
  }
}
