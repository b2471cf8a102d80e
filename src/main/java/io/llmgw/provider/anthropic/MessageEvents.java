package io.llmgw.provider.anthropic;

import io.llmgw.json.Bytes;
import io.llmgw.json.EventTooLongException;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.SseReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of one stream as they come, up to the one that ends the message. Used by one thread;
 * {@link #close} may be called by any.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">streaming</a>
 */
final class MessageEvents implements AutoCloseable {
  /** Longest event accepted. */
  static final int MAX_EVENT_BYTES = 32 << 20;

  private static final String STOP = "message_stop";

  private final String vendor;
  private final HttpAnswer answer;
  private final ErrorBody errors;
  private final SseReader reader;
  private final JsonObjectIndex data = new JsonObjectIndex();
  private String type = "";
  private boolean indexed;
  private boolean started;
  private boolean stopped;

  MessageEvents(String vendor, HttpAnswer answer, ErrorBody errors) {
    this(vendor, answer, answer.body(), errors);
  }

  /** Reads events that the answer carries in another form. */
  MessageEvents(String vendor, HttpAnswer answer, InputStream events, ErrorBody errors) {
    this.vendor = vendor;
    this.answer = answer;
    this.errors = errors;
    this.reader = new SseReader(events, MAX_EVENT_BYTES);
  }

  /**
   * Waits for the next event; false after the one that ends the message.
   *
   * @throws GatewayException when the stream breaks off before that, or says that the upstream
   *     failed
   */
  boolean next() {
    if (stopped) {
      return false;
    }
    try {
      while (reader.next()) {
        if (isEvent()) {
          return true;
        }
      }
    } catch (EventTooLongException tooLong) {
      throw failure("sent an event of more than " + MAX_EVENT_BYTES + " bytes", tooLong);
    } catch (IOException broken) {
      throw failure("broke off", broken);
    }
    throw failure(
        started ? "broke off in the middle of the answer" : "ended the stream without an answer",
        null);
  }

  /** Whether what was read is an event, not a sign of life. */
  private boolean isEvent() {
    indexed = false;
    if (reader.dataLength() == 0 || reader.dataIs("[DONE]")) {
      return false;
    }
    String name = reader.name();
    type = name == null ? "" : name;
    if (name == null) {
      String said = data().text("type");
      type = said != null ? said : data().has("error") ? "error" : "";
    }
    if (type.equals("error")) {
      throw errors.of(0, text(), null, null);
    }
    if (type.equals("message_start") && started) {
      throw failure("began a second answer in the same stream", null);
    }
    started |= type.equals("message_start");
    if (type.equals(STOP)) {
      stopped = true;
      answer.finished();
    }
    return true;
  }

  /** What kind of event it is; empty when it does not say. */
  String type() {
    return type;
  }

  /**
   * The event's data, valid until the next one.
   *
   * @throws GatewayException when it is no JSON object
   */
  JsonObjectIndex data() {
    if (!indexed) {
      try {
        data.read(reader.data(), reader.dataStart(), reader.dataLength());
      } catch (JsonSyntaxException broken) {
        throw notJson(broken);
      }
      indexed = true;
    }
    return data;
  }

  /**
   * The event's data as a tree.
   *
   * @throws GatewayException when it is no JSON object
   */
  JsonNode tree() {
    try {
      return data().tree();
    } catch (JsonSyntaxException broken) {
      throw notJson(broken);
    }
  }

  /** The failure of an event whose data cannot be read. */
  GatewayException notJson(JsonSyntaxException broken) {
    return failure("sent an event that is not JSON", broken);
  }

  /** Appends the event's data as it came; where it had several lines each gets its name again. */
  void appendData(Bytes out) {
    byte[] bytes = reader.data();
    int from = reader.dataStart();
    int end = from + reader.dataLength();
    int line = from;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        out.append(bytes, line, i + 1 - line).append("data: ");
        line = i + 1;
      }
    }
    out.append(bytes, line, end - line);
  }

  private String text() {
    return new String(
        reader.data(), reader.dataStart(), reader.dataLength(), StandardCharsets.UTF_8);
  }

  /** Whether another event is already here. */
  boolean ready() {
    return !stopped && reader.ready();
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + vendor + " " + what + ".", ErrorDetail.NONE, cause);
  }

  @Override
  public void close() {
    answer.close();
  }
}
