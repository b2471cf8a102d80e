package io.llmgw.keys;

import io.llmgw.json.Json;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The deployments added to a running gateway, kept where its clients' keys are. Thread-safe. */
public final class ModelRegister {
  private final KeyVault.Contents vault;
  private final InstantSource clock;
  private final Runnable changed;

  ModelRegister(KeyVault.Contents vault, InstantSource clock, Runnable changed) {
    this.vault = vault;
    this.clock = clock;
    this.changed = changed;
  }

  /** What is stored, by which a change is told. */
  public List<StoredModel> stored() {
    return vault.store().models();
  }

  /**
   * Their entries of a model list by their ids; null for one that cannot be opened, because it was
   * changed.
   */
  public Map<String, @Nullable ObjectNode> open(List<StoredModel> models) {
    Map<String, @Nullable ObjectNode> all = new LinkedHashMap<>();
    for (StoredModel model : models) {
      String entry = vault.secrets().open(model.id(), model.sealed());
      all.put(model.id(), entry == null ? null : (ObjectNode) Json.MAPPER.readTree(entry));
    }
    return all;
  }

  /** Adds an entry under an id that is new; else it fails. */
  public void add(String id, ObjectNode entry) {
    vault
        .store()
        .add(
            new StoredModel(
                id,
                vault.secrets().seal(id, entry.toString()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    changed.run();
  }

  /** Removes an entry; false when there is none of that id. */
  public boolean remove(String id) {
    boolean there = vault.store().removeModel(id);
    changed.run();
    return there;
  }
}
