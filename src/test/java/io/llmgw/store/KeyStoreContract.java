package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.keys.Allowance;
import io.llmgw.keys.Budget;
import io.llmgw.keys.KeySettings;
import io.llmgw.keys.KeyStore;
import io.llmgw.keys.KeyVault;
import io.llmgw.keys.StoredModel;
import io.llmgw.keys.User;
import io.llmgw.keys.VirtualKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of keys does. */
abstract class KeyStoreContract {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final KeySettings FULL =
      new KeySettings(
          "ci % _ 'quoted' ü",
          "ann",
          "team",
          List.of("gpt-*", "claude"),
          List.of("/v1/chat/completions"),
          Map.of("fast", "gpt-5-mini"),
          new Allowance(60L, 100_000L, 3L),
          Map.of("gpt-5", new Allowance(5L, null, null), "o3", new Allowance(null, 7L, null)),
          new Budget(new BigDecimal("12.50"), BigDecimal.ONE, "30d"),
          "{\"tags\":[\"a\"],\"n\":1.10}",
          NOW.plusSeconds(60),
          true);

  private KeyStore store;
  private KeyStore other;

  /** Opens the store; each call another connection to the same keys. */
  abstract KeyVault.Contents open();

  @BeforeEach
  final void start() {
    store = open().store();
    other = open().store();
  }

  @AfterEach
  final void stop() {
    store.close();
    other.close();
  }

  @Test
  void givesBackAllThatWasStored() {
    var key = key("1", FULL);
    store.add(key);
    assertThat(other.byId("key_1")).isEqualTo(key);
    assertThat(other.byAlias("ci % _ 'quoted' ü")).isEqualTo(key);
    assertThat(other.find("hash1")).isEqualTo(new KeyStore.Found(key, null, null));
    var plain = key("2", KeySettings.DEFAULT);
    other.add(plain);
    assertThat(store.byId("key_2")).isEqualTo(plain);
  }

  @Test
  void knowsNothingOfOthers() {
    store.add(key("1", FULL));
    assertThat(store.find("key_1")).isNull();
    assertThat(store.find("' OR 1=1 --")).isNull();
    assertThat(store.byId("hash1")).isNull();
    assertThat(store.byAlias("CI % _ 'quoted' ü")).isNull();
    assertThat(store.user("ann")).isNull();
    assertThat(store.change("key_9", key -> key, NOW)).isNull();
    assertThat(store.remove(List.of("key_9"))).isZero();
  }

  @Test
  void refusesASecondOfAnything() {
    store.add(key("1", named("ci")));
    conflict(() -> store.add(key("1", named("other"))));
    conflict(() -> store.add(key("2", named("ci"))));
    conflict(() -> store.add(withHash(key("2", named("other")), "hash1")));
    assertThat(store.count(KeyStore.Query.all(10))).isEqualTo(1);
    store.add(key("2", KeySettings.DEFAULT));
    store.add(key("3", KeySettings.DEFAULT));
    store.add(user("ann"));
    conflict(() -> store.add(user("ann")));
  }

  @Test
  void changesAKey() {
    store.add(key("1", named("ci")));
    var after =
        store.change(
            "key_1",
            before ->
                new VirtualKey(
                    before.id(),
                    before.hash(),
                    before.masked(),
                    FULL,
                    before.created(),
                    NOW.plusSeconds(5)),
            NOW);
    assertThat(after).isNotNull();
    assertThat(other.byId("key_1")).isEqualTo(after);
    assertThat(other.byAlias("ci")).isNull();
    assertThat(other.list(new KeyStore.Query("ann", "team", null, 0, 5))).containsExactly(after);
  }

  @Test
  void aChangeThatFailsLeavesTheKey() {
    store.add(key("1", named("ci")));
    store.add(key("2", named("other")));
    conflict(() -> store.change("key_2", key -> withSettings(key, named("ci")), NOW));
    var broken =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                store.change(
                    "key_2",
                    _ -> {
                      throw new IllegalStateException("no");
                    },
                    NOW));
    assertThat(broken).isNotNull();
    assertThat(other.byId("key_2")).isEqualTo(key("2", named("other")));
  }

  @Test
  void aReplacedSecretIsGoodUntilItsTime() {
    store.add(key("1", named("ci")));
    Instant until = NOW.plusSeconds(100);
    var second = store.change("key_1", key -> withHash(key, "hash2"), until);
    assertThat(other.find("hash2")).isEqualTo(new KeyStore.Found(second, null, null));
    assertThat(other.find("hash1")).isEqualTo(new KeyStore.Found(second, until, null));
    store.change("key_1", key -> withHash(key, "hash3"), NOW);
    // one that is over is gone, one that is not stays
    assertThat(other.find("hash2")).isNull();
    assertThat(other.find("hash1").secretUntil()).isEqualTo(until);
    assertThat(other.find("hash3").key().hash()).isEqualTo("hash3");
  }

  @Test
  void removesAKeyWithAllItsSecrets() {
    store.add(key("1", named("ci")));
    store.change("key_1", key -> withHash(key, "hash2"), NOW.plusSeconds(100));
    assertThat(other.remove(List.of("key_1", "key_9"))).isOne();
    assertThat(store.find("hash1")).isNull();
    assertThat(store.find("hash2")).isNull();
    assertThat(store.byAlias("ci")).isNull();
    store.add(key("1", named("ci")));
  }

  @Test
  void tellsWhoOwnsAKey() {
    store.add(user("ann"));
    store.add(key("1", FULL));
    assertThat(other.user("ann")).isEqualTo(user("ann"));
    assertThat(other.find("hash1").user()).isEqualTo(user("ann"));
  }

  @Test
  void listsTheNewestFirstInPages() {
    for (int i = 0; i < 25; i++) {
      store.add(withCreated(key("" + i, named("alias-" + i)), NOW.plusSeconds(i)));
    }
    var query = new KeyStore.Query(null, null, null, 10, 10);
    assertThat(store.list(query)).extracting(VirtualKey::id).startsWith("key_14").hasSize(10);
    assertThat(store.count(query)).isEqualTo(25);
    assertThat(store.list(new KeyStore.Query(null, null, "IAS-2", 0, 10))).hasSize(6);
    assertThat(store.list(new KeyStore.Query(null, null, "%", 0, 10))).isEmpty();
    assertThat(store.list(new KeyStore.Query("nobody", null, null, 0, 10))).isEmpty();
  }

  @Test
  void keepsAddedModels() {
    var later = new StoredModel("b", "sealed-b", NOW.plusSeconds(1));
    var first = new StoredModel("c", "sealed-c", NOW);
    store.add(later);
    store.add(first);
    assertThat(other.models()).containsExactly(first, later);
    long before = other.revision();
    conflict(() -> store.add(first));
    assertThat(store.removeModel("c")).isTrue();
    assertThat(store.removeModel("c")).isFalse();
    assertThat(other.models()).containsExactly(later);
    assertThat(other.revision()).isGreaterThan(before);
  }

  @Test
  void everyChangeShowsInTheRevision() {
    List<Long> revisions = new ArrayList<>(List.of(other.revision()));
    List<Runnable> changes =
        List.of(
            () -> store.add(key("1", FULL)),
            () -> store.change("key_1", key -> withSettings(key, named("x")), NOW),
            () -> store.add(user("ann")),
            () -> store.remove(List.of("key_1")));
    for (Runnable change : changes) {
      change.run();
      revisions.add(other.revision());
    }
    assertThat(revisions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void changesByManyAtOnceAllCount() throws Exception {
    store.add(key("1", KeySettings.DEFAULT));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        KeyStore one = i % 2 == 0 ? store : other;
        all.add(threads.submit(() -> one.change("key_1", KeyStoreContract::onceMore, NOW)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(store.byId("key_1").settings().allowance().requests()).isEqualTo(40);
  }

  private static VirtualKey onceMore(VirtualKey key) {
    Long before = key.settings().allowance().requests();
    var more = new Allowance(before == null ? 1 : before + 1, null, null);
    return withSettings(key, with(null, more));
  }

  private static void conflict(Runnable change) {
    var failure = catchThrowableOfType(StoreException.class, change::run);
    assertThat(failure.problem()).isEqualTo(StoreException.Problem.CONFLICT);
  }

  static VirtualKey key(String number, KeySettings settings) {
    return new VirtualKey("key_" + number, "hash" + number, "sk-..." + number, settings, NOW, NOW);
  }

  static KeySettings named(String alias) {
    return with(alias, Allowance.NONE);
  }

  private static KeySettings with(@Nullable String alias, Allowance allowance) {
    return new KeySettings(
        alias,
        null,
        null,
        List.of(),
        List.of(),
        Map.of(),
        allowance,
        Map.of(),
        Budget.NONE,
        "{}",
        null,
        false);
  }

  private static VirtualKey withSettings(VirtualKey key, KeySettings settings) {
    return new VirtualKey(key.id(), key.hash(), key.masked(), settings, key.created(), NOW);
  }

  private static VirtualKey withHash(VirtualKey key, String hash) {
    return new VirtualKey(key.id(), hash, key.masked(), key.settings(), key.created(), NOW);
  }

  private static VirtualKey withCreated(VirtualKey key, Instant created) {
    return new VirtualKey(key.id(), key.hash(), key.masked(), key.settings(), created, created);
  }

  private static User user(String id) {
    return new User(
        id,
        "ann@example.org",
        null,
        "internal_user",
        List.of("gpt-*"),
        new Allowance(10L, null, null),
        Budget.NONE,
        "{\"a\":{\"b\":null}}",
        NOW,
        NOW);
  }
}
