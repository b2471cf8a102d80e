package io.llmgw.provider.anthropic;

import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A message decoded into canonical events as it comes. */
final class AnthropicEventStream implements EventStream {
  private final MessageEvents events;
  private final AnswerHead head;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final EventDecoder decoder;

  AnthropicEventStream(MessageEvents events, Encoded request, AnswerHead head) {
    this.events = events;
    this.head = head;
    this.decoder = new EventDecoder(request, ready::add);
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && events.next()) {
      try {
        decoder.event(events.type(), events.data());
      } catch (JsonSyntaxException broken) {
        throw events.notJson(broken);
      }
    }
    return ready.poll();
  }

  @Override
  public AnswerHead head() {
    return head;
  }

  @Override
  public void close() {
    events.close();
  }
}
