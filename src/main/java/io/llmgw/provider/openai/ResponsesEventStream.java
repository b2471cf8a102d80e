package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The stream of a response decoded into canonical events. */
final class ResponsesEventStream implements EventStream {
  private final Chunks chunks;
  private final AnswerHead head;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final ResponsesDecoder decoder;
  private boolean over;

  ResponsesEventStream(String provider, Chunks chunks, AnswerHead head) {
    this.chunks = chunks;
    this.head = head;
    this.decoder = new ResponsesDecoder(provider, ready::add);
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && !over) {
      read();
    }
    return ready.poll();
  }

  private void read() {
    JsonObjectIndex event = decoder.finished() ? null : chunks.next(false);
    if (event != null) {
      decode(event);
      return;
    }
    over = true;
    if (!decoder.finished()) {
      throw chunks.brokenOff(decoder.started());
    }
    // nothing that matters follows, and nobody has to wait for it
    chunks.finished();
  }

  private void decode(JsonObjectIndex event) {
    try {
      decoder.event(event);
    } catch (JsonSyntaxException broken) {
      throw chunks.notJson(broken);
    }
  }

  @Override
  public AnswerHead head() {
    return head;
  }

  @Override
  public void close() {
    chunks.close();
  }
}
