package io.llmgw.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in use, in memory: what this process changes is seen at once, what another one changes
 * within a second or so. When the store fails, the keys that are here stay good. Thread-safe.
 */
public final class KeyRing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int MOST = 20_000;

  private final KeyVault vault;
  private final InstantSource clock;
  // replaced as a whole when anything changes, so that no reader can put something old into it
  private volatile Map<ByteBuffer, Optional<KeyStore.Found>> known = new ConcurrentHashMap<>();
  private volatile @Nullable Thread watcher;
  private volatile Runnable listener = () -> {};
  private boolean closed;

  public KeyRing(KeyVault vault, InstantSource clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * The key of a secret; null when there is none, or the secret was replaced and its time is over.
   *
   * @throws io.llmgw.model.GatewayException when it is not in memory and the store fails
   */
  public KeyStore.@Nullable Found find(String secret) {
    if (!secret.startsWith(KeySecrets.PREFIX)) {
      return null;
    }
    KeyVault.Contents contents = contents();
    if (contents == null) {
      return null;
    }
    KeyStore.Found found = find(contents, secret);
    boolean over =
        found != null
            && found.secretUntil() != null
            && !clock.instant().isBefore(found.secretUntil());
    return over ? null : found;
  }

  private KeyStore.@Nullable Found find(KeyVault.Contents contents, String secret) {
    Map<ByteBuffer, Optional<KeyStore.Found>> now = known;
    // cheaper than the hash in the store, and like that one it tells nobody how near a guess was
    ByteBuffer digest = ByteBuffer.wrap(digest(secret));
    Optional<KeyStore.Found> kept = now.get(digest);
    if (kept == null) {
      kept = Optional.ofNullable(contents.store().find(contents.secrets().hash(secret)));
      if (now.size() >= MOST) {
        now.clear();
      }
      now.put(digest, kept);
    }
    return kept.orElse(null);
  }

  private static byte[] digest(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private KeyVault.@Nullable Contents contents() {
    KeyVault.Contents contents = vault.ifThere();
    if (contents != null) {
      watch(contents.store());
    }
    return contents;
  }

  /** Where keys are made and changed. */
  public KeyOffice office() {
    KeyVault.Contents contents = vault.open();
    watch(contents.store());
    return new KeyOffice(contents.store(), contents.secrets(), clock, this::forget);
  }

  /** The models that were added; null when there is no store yet. */
  public @Nullable ModelRegister modelsIfThere() {
    KeyVault.Contents contents = contents();
    return contents == null ? null : new ModelRegister(contents, clock, this::forget);
  }

  /** Where models are added. */
  public ModelRegister models() {
    KeyVault.Contents contents = vault.open();
    watch(contents.store());
    return new ModelRegister(contents, clock, this::forget);
  }

  /** Has somebody told, on a thread of the ring's, that the store was changed, by whomever. */
  public void onChange(Runnable listener) {
    this.listener = listener;
  }

  private void forget() {
    known = new ConcurrentHashMap<>();
  }

  private void watch(KeyStore store) {
    if (watcher == null) {
      start(store);
    }
  }

  private synchronized void start(KeyStore store) {
    if (watcher == null && !closed) {
      watcher = Thread.ofVirtual().name("keys").start(() -> follow(store));
    }
  }

  private void follow(KeyStore store) {
    long seen = -1;
    boolean failing = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        long revision = store.revision();
        if (revision != seen) {
          seen = revision;
          forget();
          listener.run();
        }
        failing = false;
      } catch (RuntimeException failure) {
        if (!failing) {
          LOG.warn(
              "the key store cannot be read, known keys stay in force: {}", failure.getMessage());
        }
        failing = true;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PERIOD);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      Thread following = watcher;
      if (following != null) {
        following.interrupt();
      }
    }
    vault.close();
  }
}
