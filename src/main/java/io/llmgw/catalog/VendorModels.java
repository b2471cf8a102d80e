package io.llmgw.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models of one vendor by every name of theirs. Immutable. */
final class VendorModels {
  private final List<ModelFacts> models;
  private final Map<String, ModelFacts> byName = new HashMap<>();
  private final Map<String, ModelFacts> byKey = new HashMap<>();

  private VendorModels(Collection<ModelFacts> models) {
    this.models = List.copyOf(models);
    this.models.forEach(facts -> byName.put(facts.name(), facts));
    // a model's own name is never another's alias
    this.models.forEach(facts -> byKey.putIfAbsent(Spelling.key(facts.name()), facts));
    for (ModelFacts facts : this.models) {
      facts.aliases().forEach(alias -> byKey.putIfAbsent(Spelling.key(alias), facts));
    }
  }

  /** One model for each name; of two with the same name the later one completes the earlier. */
  static VendorModels of(List<ModelFacts> rows) {
    Map<String, ModelFacts> byName = new LinkedHashMap<>();
    rows.forEach(row -> byName.merge(row.name(), row, ModelFacts::overlaidBy));
    return new VendorModels(byName.values());
  }

  List<ModelFacts> all() {
    return models;
  }

  /** The model that is called exactly that. */
  @Nullable ModelFacts named(String name) {
    return byName.get(name);
  }

  /**
   * @param key as {@link Spelling} makes it
   */
  @Nullable ModelFacts get(String key) {
    return byKey.get(key);
  }
}
