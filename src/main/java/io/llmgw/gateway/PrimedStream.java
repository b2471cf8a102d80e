package io.llmgw.gateway;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream read up to its first event with content, so that a failure before it can still be
 * retried.
 */
final class PrimedStream implements EventStream {
  private final EventStream stream;
  private final Queue<StreamEvent> read = new ArrayDeque<>();

  private PrimedStream(EventStream stream) {
    this.stream = stream;
  }

  /** Reads ahead; closes the stream when that fails. */
  static EventStream prime(EventStream stream) {
    PrimedStream primed = new PrimedStream(stream);
    try {
      StreamEvent event;
      do {
        event = stream.next();
        if (event == null) {
          throw new GatewayException(ErrorKind.UPSTREAM, "The provider sent an empty answer.");
        }
        primed.read.add(event);
      } while (event instanceof StreamEvent.Started);
      return primed;
    } catch (RuntimeException failure) {
      stream.close();
      throw failure;
    }
  }

  @Override
  public @Nullable StreamEvent next() {
    StreamEvent event = read.poll();
    return event != null ? event : stream.next();
  }

  @Override
  public AnswerHead head() {
    return stream.head();
  }

  @Override
  public void close() {
    stream.close();
  }
}
