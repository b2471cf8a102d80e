package io.llmgw.server.responses;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers that clients may go on from or ask for again. They live in this process alone, for
 * {@link #LIFETIME}, the newest {@link #MOST} of them, as long as they take no more than {@link
 * #MOST_BYTES}; each is seen only by the key that made it. Thread-safe.
 */
public final class ResponseStore {
  /** How long an answer is remembered. */
  static final Duration LIFETIME = Duration.ofHours(1);

  /** How many answers are remembered. */
  static final int MOST = 4_096;

  /** How many bytes they may take, each with the conversation it goes on from. */
  static final long MOST_BYTES = 64L << 20;

  private final InstantSource clock;
  private final int most;
  private final long mostBytes;
  // the oldest first
  private final Map<String, StoredResponse> responses = new LinkedHashMap<>();
  private long bytes;

  public ResponseStore(InstantSource clock) {
    this(clock, MOST, MOST_BYTES);
  }

  ResponseStore(InstantSource clock, int most, long mostBytes) {
    this.clock = clock;
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** When what is put in now is forgotten. */
  Instant expiry() {
    return clock.instant().plus(LIFETIME);
  }

  /** Remembers an answer, and forgets old ones in its place if need be. */
  synchronized void put(StoredResponse response) {
    long size = response.bytes();
    if (size > mostBytes) {
      return;
    }
    responses.put(response.id(), response);
    bytes += size;
    Instant now = clock.instant();
    Iterator<StoredResponse> oldest = responses.values().iterator();
    while (oldest.hasNext()) {
      StoredResponse old = oldest.next();
      boolean stays = responses.size() <= most && bytes <= mostBytes && old.expires().isAfter(now);
      if (stays) {
        return;
      }
      bytes -= old.bytes();
      oldest.remove();
    }
  }

  /** The answer of that id; null when it is not there, too old, or another key's. */
  synchronized @Nullable StoredResponse find(String id, String owner) {
    StoredResponse found = responses.get(id);
    boolean good =
        found != null && found.owner().equals(owner) && found.expires().isAfter(clock.instant());
    return good ? found : null;
  }

  /** Forgets an answer, except as part of those that go on from it; false when it is not there. */
  synchronized boolean remove(String id, String owner) {
    StoredResponse found = find(id, owner);
    if (found == null) {
      return false;
    }
    responses.remove(id);
    bytes -= found.bytes();
    return true;
  }
}
