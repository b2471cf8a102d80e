package io.llmgw.server.responses;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ResponseStoreTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");
  private final InstantSource clock = () -> now;

  private StoredResponse response(
      ResponseStore store, String id, int bytes, @Nullable StoredResponse before) {
    ArrayNode output = JSON.arrayNode();
    output.addObject().put("id", "item-" + id).put("text", "x".repeat(bytes));
    return StoredResponse.of(
        id, "ann", store.expiry(), JSON.objectNode(), JSON.arrayNode(), output, before);
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    ResponseStore store = new ResponseStore(clock, 2, 1_000_000);
    for (String id : new String[] {"a", "b", "c"}) {
      store.put(response(store, id, 10, null));
    }

    assertThat(store.find("a", "ann")).isNull();
    assertThat(store.find("b", "ann")).isNotNull();
    assertThat(store.find("c", "ann")).isNotNull();
  }

  @Test
  void forgetsTheOldestWhenTheyAreTooLarge() {
    ResponseStore store = new ResponseStore(clock, 100, 10_000);
    store.put(response(store, "a", 4_000, null));
    store.put(response(store, "b", 4_000, null));
    store.put(response(store, "c", 4_000, null));

    assertThat(store.find("a", "ann")).isNull();
    assertThat(store.find("b", "ann")).isNotNull();
  }

  @Test
  void countsTheConversationAnAnswerGoesOnFrom() {
    ResponseStore store = new ResponseStore(clock, 100, 10_000);
    StoredResponse first = response(store, "a", 4_000, null);
    store.put(first);
    store.put(response(store, "b", 4_000, first));

    // 4 kB of its own and 4 kB of the first: both do not fit beside the first
    assertThat(store.find("a", "ann")).isNull();
    assertThat(store.find("b", "ann")).isNotNull();
    assertThat(store.find("b", "ann").conversation()).hasSize(2);
  }

  @Test
  void neverHoldsWhatIsLargerThanItself() {
    ResponseStore store = new ResponseStore(clock, 100, 10_000);
    store.put(response(store, "a", 100, null));
    store.put(response(store, "b", 20_000, null));

    assertThat(store.find("a", "ann")).isNotNull();
    assertThat(store.find("b", "ann")).isNull();
  }

  @Test
  void forgetsAfterAnHour() {
    ResponseStore store = new ResponseStore(clock);
    store.put(response(store, "a", 10, null));

    now = now.plus(Duration.ofMinutes(59));
    assertThat(store.find("a", "ann")).isNotNull();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(store.find("a", "ann")).isNull();
    assertThat(store.remove("a", "ann")).isFalse();
  }

  @Test
  void showsAndForgetsOnlyWhatIsTheAskersOwn() {
    ResponseStore store = new ResponseStore(clock);
    store.put(response(store, "a", 10, null));

    assertThat(store.find("a", "bob")).isNull();
    assertThat(store.remove("a", "bob")).isFalse();
    assertThat(store.remove("a", "ann")).isTrue();
    assertThat(store.find("a", "ann")).isNull();
  }

  /** What was removed must not be counted twice, or the store would shrink with time. */
  @Test
  void hasRoomAgainForEachThatIsRemoved() {
    ResponseStore store = new ResponseStore(clock, 100, 10_000);
    for (int i = 0; i < 50; i++) {
      store.put(response(store, "a" + i, 8_000, null));
      assertThat(store.find("a" + i, "ann")).isNotNull();
      assertThat(store.remove("a" + i, "ann")).isTrue();
    }
  }
}
