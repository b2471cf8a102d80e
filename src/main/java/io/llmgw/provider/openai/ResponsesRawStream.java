package io.llmgw.provider.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.Usage;
import io.llmgw.provider.RawStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a response that goes through as it comes, with the client's model name in its
 * snapshots.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">the events</a>
 */
final class ResponsesRawStream implements RawStream {
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] LINE = ascii("\n");
  private static final byte[] END = ascii("\n\n");

  private final Chunks chunks;
  private final byte[] model;
  private final JsonObjectIndex response = new JsonObjectIndex();
  private final Bytes first = new Bytes(1024);
  private @Nullable Usage usage;
  private @Nullable String id;
  private long nextNumber;
  private boolean started;
  private boolean finished;

  /**
   * Reads up to the first event.
   *
   * @param model what the client calls the model, as JSON text
   * @throws io.llmgw.model.GatewayException when that is an error already
   */
  ResponsesRawStream(Chunks chunks, byte[] model) {
    this.chunks = chunks;
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
    JsonObjectIndex event = finished ? null : chunks.next(false);
    if (event != null) {
      started = true;
      try {
        event(event, out);
      } catch (JsonSyntaxException broken) {
        throw chunks.notJson(broken);
      }
      return true;
    }
    if (!finished) {
      throw chunks.brokenOff(started);
    }
    return false;
  }

  private void event(JsonObjectIndex event, Bytes out) {
    String type = Objects.requireNonNullElse(event.text("type"), "message");
    out.append(EVENT).append(type).append(LINE).append(DATA);
    nextNumber = Math.max(nextNumber, event.number(event.find("sequence_number"), -1) + 1);
    int snapshot = event.find("response");
    if (event.type(snapshot) == '{') {
      snapshot(event, snapshot, out);
    } else {
      data(event, event.start(), event.end(), out);
    }
    out.append(END);
    switch (type) {
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" -> {
        finished = true;
        chunks.finished();
      }
      default -> {}
    }
  }

  private void snapshot(JsonObjectIndex event, int member, Bytes out) {
    int from = event.valueStart(member);
    response.read(event.bytes(), from, event.valueEnd(member) - from);
    id = id == null ? response.text("id") : id;
    int name = response.find("model");
    if (response.isSet(name)) {
      data(event, event.start(), response.valueStart(name), out);
      out.append(model);
      data(event, response.valueEnd(name), event.end(), out);
    } else {
      data(event, event.start(), event.end(), out);
    }
    usage = ResponsesUsage.of(response);
  }

  /** Appends bytes of the event; a line end between its tokens needs another field after it. */
  private static void data(JsonObjectIndex event, int from, int to, Bytes out) {
    byte[] bytes = event.bytes();
    int start = from;
    for (int p = from; p < to; p++) {
      if (bytes[p] == '\n') {
        out.append(bytes, start, p + 1 - start).append(DATA);
        start = p + 1;
      }
    }
    out.append(bytes, start, to - start);
  }

  /** The id of the response; null when the first event did not tell. */
  @Nullable String id() {
    return id;
  }

  @Override
  public boolean ready() {
    return !finished && chunks.ready();
  }

  @Override
  public long nextNumber() {
    return nextNumber;
  }

  @Override
  public @Nullable Usage usage() {
    return usage;
  }

  @Override
  public void close() {
    chunks.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
