package io.llmgw.provider.ollama;

import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An answer as canonical events. */
final class OllamaEventStream implements EventStream {
  private final Lines lines;
  private final LineDecoder decoder;
  private final Queue<StreamEvent> decoded = new ArrayDeque<>();

  OllamaEventStream(Lines lines, LineDecoder decoder) {
    this.lines = lines;
    this.decoder = decoder;
  }

  @Override
  public @Nullable StreamEvent next() {
    while (decoded.isEmpty()) {
      if (decoder.done()) {
        return null;
      }
      JsonNode line = lines.next();
      if (line == null) {
        throw Lines.brokenOff(decoder.started());
      }
      decoded.addAll(decoder.decode(line));
    }
    return decoded.poll();
  }

  @Override
  public AnswerHead head() {
    return AnswerHead.EMPTY;
  }

  @Override
  public void close() {
    lines.close();
  }
}
