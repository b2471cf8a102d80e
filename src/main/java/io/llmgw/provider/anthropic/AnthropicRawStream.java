package io.llmgw.provider.anthropic;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.Usage;
import io.llmgw.provider.RawStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A stream that goes through as it comes, with the client's model name in its first event. */
final class AnthropicRawStream implements RawStream {
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] LINE_END = ascii("\n");
  private static final byte[] END = ascii("\n\n");

  private final MessageEvents events;
  private final byte[] model;
  private final UsageCount usage = new UsageCount();
  private final Bytes first = new Bytes(512);

  /**
   * Reads up to the beginning of the message, so that an error instead of it is thrown here.
   *
   * @param model what the client calls the model, as JSON text
   */
  AnthropicRawStream(MessageEvents events, byte[] model) {
    this.events = events;
    this.model = model;
    boolean begun = false;
    while (!begun && read(first)) {
      begun = !events.type().equals("ping");
    }
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
    if (!events.next()) {
      return false;
    }
    if (!events.type().isEmpty()) {
      // also where the upstream left the name out: official clients go by it
      out.append(EVENT).append(events.type()).append(LINE_END);
    }
    out.append(DATA);
    switch (events.type()) {
      case "message_start" -> start(out);
      case "message_delta" -> {
        usage.take(events.tree().path("usage"));
        events.appendData(out);
      }
      default -> events.appendData(out);
    }
    out.append(END);
    return true;
  }

  private void start(Bytes out) {
    JsonObjectIndex data = events.data();
    int message = data.find("message");
    if (data.type(message) != '{') {
      events.appendData(out);
      return;
    }
    try {
      int from = data.valueStart(message);
      JsonObjectIndex inner =
          new JsonObjectIndex().read(data.bytes(), from, data.valueEnd(message) - from);
      int counts = inner.find("usage");
      if (counts >= 0) {
        usage.take(inner.tree(counts));
      }
      byte[] renamed = new JsonEdit(inner).put("model", model).apply().toByteArray();
      new JsonEdit(data).replace(message, renamed).apply().appendTo(out);
    } catch (JsonSyntaxException broken) {
      throw events.notJson(broken);
    }
  }

  @Override
  public boolean ready() {
    return events.ready();
  }

  @Override
  public @Nullable Usage usage() {
    return usage.usage();
  }

  @Override
  public void close() {
    events.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
