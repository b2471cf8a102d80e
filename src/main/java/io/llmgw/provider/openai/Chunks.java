package io.llmgw.provider.openai;

import io.llmgw.json.EventTooLongException;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.SseReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one stream as they come, told apart from its end and from errors among them. Used
 * by one thread; {@link #close} may be called by any.
 */
final class Chunks implements AutoCloseable {
  /** Longest event accepted; images come inline. */
  static final int MAX_EVENT_BYTES = 32 << 20;

  /** How long to wait for usage and the closing mark once the answer itself is complete. */
  private static final Duration AFTER_THE_FINISH = Duration.ofSeconds(3);

  private final String provider;
  private final HttpAnswer answer;
  private final SseReader reader;
  private final JsonObjectIndex chunk = new JsonObjectIndex();
  private boolean done;

  Chunks(String provider, HttpAnswer answer) {
    this.provider = provider;
    this.answer = answer;
    this.reader = new SseReader(answer.body(), MAX_EVENT_BYTES);
  }

  /**
   * Waits for the next chunk, which stays valid until the next call; null when there are no more.
   *
   * @param finished whether the answer has said why it ended: the connection may break from then on
   * @throws GatewayException when the stream breaks, or says that the upstream failed
   */
  @Nullable JsonObjectIndex next(boolean finished) {
    try {
      if (finished) {
        answer.hurry(AFTER_THE_FINISH);
      }
      return read();
    } catch (JsonSyntaxException broken) {
      throw notJson(broken);
    } catch (EventTooLongException tooLong) {
      throw failure("sent an event of more than " + MAX_EVENT_BYTES + " bytes", tooLong);
    } catch (GatewayException failure) {
      boolean late = failure.kind() == ErrorKind.NETWORK || failure.kind() == ErrorKind.TIMEOUT;
      if (finished && late) {
        return null;
      }
      throw failure;
    } catch (IOException broken) {
      throw failure("broke off", broken);
    }
  }

  private @Nullable JsonObjectIndex read() throws IOException {
    while (reader.next()) {
      if (reader.dataIs("[DONE]")) {
        done = true;
        answer.finished();
        return null;
      }
      boolean error = "error".equals(reader.name());
      if (error && !isObject()) {
        throw ErrorBody.of(provider, 0, data(), null);
      }
      if (isObject() || (reader.name() == null && reader.dataLength() > 0)) {
        chunk.read(reader.data(), reader.dataStart(), reader.dataLength());
        if (error || ErrorBody.isError(chunk)) {
          throw ErrorBody.of(provider, 0, chunk.tree(), null);
        }
        return chunk;
      }
      // what is left are signs of life: empty data, or an event of the vendor's own kind
    }
    return null;
  }

  private boolean isObject() {
    return reader.dataLength() > 0 && reader.data()[reader.dataStart()] == '{';
  }

  private byte[] data() {
    int from = reader.dataStart();
    return Arrays.copyOfRange(reader.data(), from, from + reader.dataLength());
  }

  /** Whether the stream ended with its closing mark. */
  boolean done() {
    return done;
  }

  /** Says that the answer is complete although its closing mark, or more, may follow. */
  void finished() {
    answer.finished();
  }

  /** Whether another event is already here. */
  boolean ready() {
    return reader.ready();
  }

  /** A failure of the upstream in the middle of its answer. */
  GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + provider + " " + what + ".", ErrorDetail.NONE, cause);
  }

  /** The failure of an event that is no JSON in some place. */
  GatewayException notJson(JsonSyntaxException broken) {
    return failure("sent an event that is not JSON", broken);
  }

  /** The failure of a stream that ended too early. */
  GatewayException brokenOff(boolean started) {
    return failure(
        started ? "broke off in the middle of the answer" : "ended the stream without an answer",
        null);
  }

  @Override
  public void close() {
    answer.close();
  }
}
