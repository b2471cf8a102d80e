package io.llmgw.app;

import io.llmgw.config.Environment;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.config.Secret;
import io.llmgw.keys.KeyVault;
import io.llmgw.model.GatewayException;
import io.llmgw.store.KeyStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of clients where the configuration says, opened when the first of them is looked for: a
 * gateway without any pays nothing for them. Thread-safe.
 */
public final class LazyVault implements KeyVault {
  private static final String PEPPER = "LLMGW_KEY_PEPPER";
  // each look-up would wait for a database that is away
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Supplier<LoadedConfig> loaded;
  private final InstantSource clock;
  private volatile @Nullable Contents contents;
  private @Nullable GatewayException failure;
  private Instant again = Instant.MIN;
  private boolean closed;

  /** Opens nothing yet. Where the keys are is settled when they are opened. */
  public LazyVault(Supplier<LoadedConfig> loaded, InstantSource clock) {
    this.loaded = loaded;
    this.clock = clock;
  }

  @Override
  public @Nullable Contents ifThere() {
    Contents ready = contents;
    if (ready != null) {
      return ready;
    }
    return databaseUrl() == null && !Files.exists(file()) ? null : open();
  }

  @Override
  public Contents open() {
    Contents ready = contents;
    return ready != null ? ready : openNow();
  }

  private synchronized Contents openNow() {
    Contents ready = contents;
    if (ready != null) {
      return ready;
    }
    if (closed) {
      throw new IllegalStateException("closed");
    }
    GatewayException before = failure;
    if (before != null && clock.instant().isBefore(again)) {
      throw before;
    }
    try {
      ready = connect();
      contents = ready;
      return ready;
    } catch (GatewayException now) {
      failure = now;
      again = clock.instant().plus(AFTER_FAILURE);
      throw now;
    }
  }

  private Contents connect() {
    Environment environment = loaded.get().environment();
    String text = environment.text(PEPPER);
    Secret pepper = text == null ? null : new Secret(text);
    Secret url = databaseUrl();
    return url == null
        ? KeyStores.sqlite(file(), pepper)
        : KeyStores.postgres(url, pepper, KeyStores.beside(file()));
  }

  private @Nullable Secret databaseUrl() {
    return loaded.get().config().general().databaseUrl();
  }

  private Path file() {
    return Places.of(loaded.get().environment()).data();
  }

  @Override
  public synchronized void close() {
    closed = true;
    Contents open = contents;
    if (open != null) {
      open.store().close();
    }
  }
}
