package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The chunks of a model's own stream, each the model's event in base64, as the server-sent events
 * they would have been at the model's maker. Not thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html">the
 *     chunks</a>
 */
final class ChunkedEvents extends InputStream {
  private final EventStreamReader frames;
  private final ErrorBody errors;
  private byte[] event = {};
  private int position;

  /** Reads those frames; a frame that is no chunk is one of those errors. */
  ChunkedEvents(EventStreamReader frames, ErrorBody errors) {
    this.frames = frames;
    this.errors = errors;
  }

  @Override
  public int read() throws IOException {
    return filled() ? event[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!filled()) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(event, position, to, from, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return event.length - position;
  }

  /** Whether there is a byte to read, which may have to be waited for. */
  private boolean filled() throws IOException {
    while (available() == 0) {
      Frame frame = frames.next();
      if (frame == null) {
        return false;
      }
      switch (frame.header(":message-type")) {
        case "exception", "error" -> throw errors.of(frame);
        default -> {
          byte[] next = frame.header(":event-type").equals("chunk") ? decoded(frame) : null;
          if (next != null) {
            event = next;
            position = 0;
          }
        }
      }
    }
    return true;
  }

  private static byte @Nullable [] decoded(Frame frame) throws BrokenFrameException {
    try {
      String chunk = Json.MAPPER.readTree(frame.payload()).path("bytes").asString("");
      if (chunk.isEmpty()) {
        return null;
      }
      byte[] json = Base64.getDecoder().decode(chunk);
      String type = new JsonObjectIndex().read(json, 0, json.length).text("type");
      ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 64);
      boolean named = type != null && type.matches("\\w+");
      event.writeBytes(ascii(named ? "event: " + type + "\ndata: " : "data: "));
      for (byte each : json) {
        event.write(each);
        if (each == '\n') {
          event.writeBytes(ascii("data: "));
        }
      }
      event.writeBytes(ascii("\n\n"));
      return event.toByteArray();
    } catch (JacksonException | JsonSyntaxException | IllegalArgumentException broken) {
      throw new BrokenFrameException("has a chunk that holds no event", broken);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
