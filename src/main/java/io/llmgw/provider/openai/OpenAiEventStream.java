package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A chat stream decoded into canonical events. */
final class OpenAiEventStream implements EventStream {
  private final Chunks chunks;
  private final AnswerHead head;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final ChunkDecoder decoder = new ChunkDecoder(ready::add);
  private boolean over;

  OpenAiEventStream(Chunks chunks, AnswerHead head) {
    this.chunks = chunks;
    this.head = head;
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && !over) {
      read();
    }
    return ready.poll();
  }

  private void read() {
    JsonObjectIndex chunk = chunks.next(decoder.finished());
    if (chunk == null) {
      over = true;
      end();
    } else if (!decode(chunk)) {
      throw chunks.failure("ended the answer with an error", null);
    }
  }

  private boolean decode(JsonObjectIndex chunk) {
    try {
      return decoder.chunk(chunk);
    } catch (JsonSyntaxException broken) {
      throw chunks.notJson(broken);
    }
  }

  private void end() {
    if (!(chunks.done() ? decoder.started() : decoder.finished())) {
      throw chunks.brokenOff(decoder.started());
    }
    decoder.end();
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
