package io.llmgw.keys;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who a request comes from, and what follows from that. */
public sealed interface Caller permits Caller.Anyone, Caller.Master, Client {
  /** What tells this caller's things from another's. */
  String owner();

  /** How messages call it. */
  default String shown() {
    return "This caller";
  }

  /** Whether the gateway's own settings and keys may be seen and changed. */
  default boolean mayAdminister() {
    return true;
  }

  /** Whether a path may be used; it has no doubled or trailing slashes. */
  default boolean mayUse(String path) {
    return true;
  }

  /** Whether there is no model that may not be asked for. */
  default boolean mayAskForAll() {
    return true;
  }

  /**
   * Whether a model may be asked for.
   *
   * @param name as the caller has it
   * @param groups the model groups that would serve it
   * @param labels the access groups it belongs to
   */
  default boolean mayAsk(String name, Collection<String> groups, Collection<String> labels) {
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

  /** What an answer tells of the caller's own limits, by LiteLLM's names in lower case. */
  default List<Map.Entry<String, String>> headers() {
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
}
