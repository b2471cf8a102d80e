package io.llmgw.provider.gemini;

import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.ToolNames;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A stream of chunks decoded into canonical events. */
final class GeminiEventStream implements EventStream {
  private final AnswerChunks chunks;
  private final AnswerHead head;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final AnswerDecoder decoder;
  private boolean over;

  GeminiEventStream(AnswerChunks chunks, ToolNames names, AnswerHead head) {
    this.chunks = chunks;
    this.head = head;
    this.decoder = new AnswerDecoder(names, ready::add);
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && !over) {
      JsonNode chunk = chunks.next(decoder.finished());
      if (chunk != null) {
        decoder.chunk(chunk);
      } else if (decoder.finished()) {
        over = true;
        decoder.end();
      } else {
        throw chunks.brokenOff(decoder.started());
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
    chunks.close();
  }
}
