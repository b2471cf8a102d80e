package io.llmgw.provider;

import io.llmgw.model.StreamEvent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer, told as the events a stream would have had. */
public final class ReadyEvents implements EventStream {
  private final AnswerHead head;
  private final Iterator<StreamEvent> events;

  public ReadyEvents(AnswerHead head, List<StreamEvent> events) {
    this.head = head;
    this.events = List.copyOf(events).iterator();
  }

  @Override
  public @Nullable StreamEvent next() {
    return events.hasNext() ? events.next() : null;
  }

  @Override
  public AnswerHead head() {
    return head;
  }

  @Override
  public void close() {}
}
