package io.llmgw.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams that have said one event and are silent since then, until the upstream is told to end
 * them. Not thread-safe.
 */
final class HeldStreams implements AutoCloseable {
  private static final int BATCH = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Endpoint endpoint;
  private final Selector selector = Selector.open();
  private final byte[] scratch = new byte[64 * 1024];
  private final List<Exchange> streams = new ArrayList<>();
  private final Errors errors = new Errors();
  private int started;
  private int ended;

  HeldStreams(Endpoint endpoint) throws IOException {
    this.endpoint = endpoint;
  }

  /**
   * Opens streams until there are {@code count}, a few at a time so that no accept queue overflows.
   *
   * @throws IOException when a stream could not be opened or did not say its first event in time
   */
  void growTo(int count) throws IOException {
    Script script = new Script.Hold();
    NonceTemplate template = endpoint.request(script);
    while (streams.size() < count) {
      for (int added = 0; added < BATCH && streams.size() < count; added++) {
        Exchange stream = new Exchange(endpoint, template, script);
        streams.add(stream);
        stream.open(selector);
        stream.send(10_000_000 + streams.size());
      }
      await(streams.size(), 0, " streams had a first event");
    }
  }

  /** Waits until every stream has ended, and returns what was wrong with them. */
  Errors awaitEnd() throws IOException {
    await(streams.size(), streams.size(), " streams came to their end");
    return errors;
  }

  private void await(int wantStarted, int wantEnded, String what) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (started < wantStarted || ended < wantEnded) {
      selector.select(this::advance, 100);
      if (errors.total() > 0) {
        throw new IOException(errors.counts().keySet().iterator().next());
      }
      if (System.nanoTime() > deadline) {
        int reached = wantEnded == 0 ? started : ended;
        throw new IOException("only " + reached + " of " + streams.size() + what);
      }
    }
  }

  private void advance(SelectionKey key) {
    Exchange stream = (Exchange) key.attachment();
    boolean hadFirst = stream.firstEventAt() != 0;
    try {
      boolean answered = stream.advance(scratch);
      if (!hadFirst && stream.firstEventAt() != 0) {
        started++;
      }
      if (answered) {
        ended++;
      }
    } catch (IOException failure) {
      errors.add(failure);
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    for (Exchange stream : streams) {
      stream.close();
    }
    selector.close();
  }
}
