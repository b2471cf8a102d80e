package io.llmgw.app;

import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.keys.KeyOffice;
import io.llmgw.keys.KeyStore;
import io.llmgw.keys.KeyVault;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.InstantSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keys in the store itself; a running gateway sees what is changed within a second or so. */
final class LocalKeyDesk implements KeyDesk {
  private final LoadedConfig loaded;
  private final KeyVault vault;

  LocalKeyDesk(LoadedConfig loaded) {
    this.loaded = loaded;
    this.vault = new LazyVault(() -> loaded, InstantSource.system());
  }

  @Override
  public ObjectNode generate(ObjectNode request) {
    return office(vault.open()).generate(request);
  }

  @Override
  public ObjectNode update(ObjectNode request) {
    return known().update(request);
  }

  @Override
  public ObjectNode regenerate(ObjectNode request) {
    return known().regenerate(request);
  }

  @Override
  public ObjectNode delete(ObjectNode request) {
    return known().delete(request);
  }

  @Override
  public ObjectNode info(String name) {
    return known().info(name);
  }

  @Override
  public ObjectNode list(int page, int size) {
    KeyVault.Contents contents = vault.ifThere();
    if (contents == null) {
      ObjectNode none = JsonNodeFactory.instance.objectNode();
      none.putArray("keys");
      return none.put("total_count", 0).put("current_page", page).put("total_pages", 0);
    }
    var query = new KeyStore.Query(null, null, null, Math.multiplyExact(page - 1, size), size);
    return office(contents).list(query, page, true);
  }

  @Override
  public String place() {
    return loaded.config().general().databaseUrl() == null
        ? Places.of(loaded.environment()).data().toString()
        : "database_url";
  }

  private KeyOffice known() {
    KeyVault.Contents contents = vault.ifThere();
    if (contents == null) {
      throw new GatewayException(ErrorKind.NOT_FOUND, "There are no keys in " + place() + ".");
    }
    return office(contents);
  }

  private static KeyOffice office(KeyVault.Contents contents) {
    return new KeyOffice(contents.store(), contents.secrets(), InstantSource.system(), () -> {});
  }

  @Override
  public void close() {
    vault.close();
  }
}
