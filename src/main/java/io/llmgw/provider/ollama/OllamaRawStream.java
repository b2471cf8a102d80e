package io.llmgw.provider.ollama;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.RawStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An answer as it came, but for the model's name. */
final class OllamaRawStream implements RawStream {
  private final Lines lines;
  private final LineDecoder watcher;
  private final byte[] model;
  private final Bytes first = new Bytes(512);
  private @Nullable Usage usage;

  /** Reads up to the first line, so that a failure before it can be told as one. */
  OllamaRawStream(Lines lines, LineDecoder watcher, byte[] model) {
    this.lines = lines;
    this.watcher = watcher;
    this.model = model;
    read(first);
  }

  @Override
  public boolean next(Bytes out) {
    if (first.length() > 0) {
      out.append(first.array(), 0, first.length());
      first.clear(0);
      return true;
    }
    return read(out);
  }

  private boolean read(Bytes out) {
    if (watcher.done()) {
      return false;
    }
    JsonNode line = lines.next();
    if (line == null) {
      throw Lines.brokenOff(watcher.started());
    }
    for (StreamEvent event : watcher.decode(line)) {
      if (event instanceof StreamEvent.UsageReported reported) {
        usage = reported.usage();
      }
    }
    try {
      new JsonEdit(JsonObjectIndex.of(lines.bytes())).put("model", model).apply().appendTo(out);
    } catch (JsonSyntaxException broken) {
      throw Lines.failure("sent a line that is no JSON", broken);
    }
    out.append("\n");
    return true;
  }

  @Override
  public boolean ready() {
    return !watcher.done() && lines.ready();
  }

  @Override
  public @Nullable Usage usage() {
    return usage;
  }

  @Override
  public void close() {
    lines.close();
  }
}
