package io.llmgw.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final KeySecrets SECRETS = new KeySecrets(new byte[32]);

  private final MutableClock clock = new MutableClock();
  private final FakeStore store = new FakeStore();
  private final KeyRing ring = new KeyRing(new FakeVault(store), clock);

  @AfterEach
  void close() {
    ring.close();
    assertThat(store.closed).isTrue();
  }

  @Test
  void looksAKeyUpOnce() {
    store.put("sk-one", null);
    // the first look at the revision forgets what was known before it
    assertThat(ring.find("sk-one")).isNotNull();
    Awaitility.await().until(() -> store.revisions.get() > 0);
    ring.find("sk-one");
    ring.find("sk-none");
    int before = store.finds.get();
    for (int i = 0; i < 100; i++) {
      assertThat(ring.find("sk-one")).isNotNull();
      assertThat(ring.find("sk-none")).isNull();
    }
    assertThat(store.finds.get() - before).isLessThan(5);
  }

  @Test
  void neverLooksUpWhatCanBeNoKey() {
    assertThat(ring.find("anything else")).isNull();
    assertThat(ring.find("")).isNull();
    assertThat(store.finds).hasValue(0);
    // opens the vault, so that there is something to close
    ring.find("sk-x");
  }

  @Test
  void seesChangesOfOthers() {
    assertThat(ring.find("sk-one")).isNull();
    store.put("sk-one", null);
    store.revision.incrementAndGet();
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> ring.find("sk-one") != null);
  }

  @Test
  void aReplacedSecretEndsAtItsTime() {
    store.put("sk-old", clock.instant().plusSeconds(60));
    assertThat(ring.find("sk-old")).isNotNull();
    clock.advance(Duration.ofSeconds(59));
    assertThat(ring.find("sk-old")).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ring.find("sk-old")).isNull();
  }

  @Test
  void knownKeysStayGoodWhileTheStoreFails() {
    store.put("sk-one", null);
    ring.find("sk-one");
    Awaitility.await().until(() -> store.revisions.get() > 0);
    ring.find("sk-one");
    store.failing = true;
    int before = store.revisions.get();
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> store.revisions.get() > before);
    assertThat(ring.find("sk-one")).isNotNull();
    var unknown = catchThrowableOfType(GatewayException.class, () -> ring.find("sk-two"));
    assertThat(unknown.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    store.failing = false;
    assertThat(ring.find("sk-two")).isNull();
  }

  private record FakeVault(FakeStore store) implements KeyVault {
    @Override
    public Contents ifThere() {
      return open();
    }

    @Override
    public Contents open() {
      return new Contents(store, SECRETS);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private static final class FakeStore implements KeyStore {
    private final Map<String, Found> keys = new ConcurrentHashMap<>();
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger revisions = new AtomicInteger();
    private final AtomicLong revision = new AtomicLong(1);
    private volatile boolean failing;
    private volatile boolean closed;

    private void put(String secret, @Nullable Instant until) {
      String hash = SECRETS.hash(secret);
      var key =
          new VirtualKey(
              "key_" + secret, hash, "sk-...", KeySettings.DEFAULT, Instant.EPOCH, Instant.EPOCH);
      keys.put(hash, new Found(key, until, null));
    }

    private void check() {
      if (failing) {
        throw new GatewayException(ErrorKind.UNAVAILABLE, "The disk is on fire.");
      }
    }

    @Override
    public @Nullable Found find(String hash) {
      finds.incrementAndGet();
      check();
      return keys.get(hash);
    }

    @Override
    public long revision() {
      revisions.incrementAndGet();
      check();
      return revision.get();
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public @Nullable VirtualKey byId(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable VirtualKey byAlias(String alias) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<VirtualKey> list(Query query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long count(Query query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(VirtualKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable VirtualKey change(
        String id, UnaryOperator<VirtualKey> change, Instant oldSecretUntil) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredModel> models() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(StoredModel model) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeModel(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int remove(Collection<String> ids) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(User user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable User user(String id) {
      throw new UnsupportedOperationException();
    }
  }
}
