package io.llmgw.provider.gemini;

import io.llmgw.json.EventTooLongException;
import io.llmgw.json.Json;
import io.llmgw.json.SseReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.VendorWords;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The chunks of one stream as they come, told apart from its end and from errors among them. Used
 * by one thread; {@link #close} may be called by any.
 */
final class AnswerChunks implements AutoCloseable {
  /** Longest event accepted; images come inline. */
  private static final int MAX_EVENT_BYTES = 64 << 20;

  /** How long to wait for the end of the stream once the answer itself is complete. */
  private static final Duration AFTER_THE_FINISH = Duration.ofSeconds(3);

  private final String vendor;
  private final HttpAnswer answer;
  private final ErrorBody errors;
  private final SseReader reader;

  AnswerChunks(String vendor, HttpAnswer answer, ErrorBody errors) {
    this.vendor = vendor;
    this.answer = answer;
    this.errors = errors;
    this.reader = new SseReader(answer.body(), MAX_EVENT_BYTES);
  }

  /**
   * Waits for the next chunk; null when there are no more.
   *
   * @param finished whether the answer has said why it ended: the connection may break from then on
   * @throws GatewayException when the stream breaks, or says that the upstream failed
   */
  @Nullable JsonNode next(boolean finished) {
    try {
      if (finished) {
        answer.hurry(AFTER_THE_FINISH);
      }
      return read(finished);
    } catch (JacksonException broken) {
      throw failure("sent an event that is not JSON", broken);
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

  private @Nullable JsonNode read(boolean finished) throws IOException {
    while (reader.next()) {
      if (reader.dataIs("[DONE]")) {
        // not Google's, but of some servers that speak its protocol
        answer.finished();
        return null;
      }
      if (reader.dataLength() == 0) {
        continue;
      }
      JsonNode chunk = Json.MAPPER.readTree(reader.data(), reader.dataStart(), reader.dataLength());
      if (ErrorBody.isError(chunk)) {
        throw errors.of(0, chunk, null);
      }
      return chunk;
    }
    if (!finished) {
      strayError();
    }
    return null;
  }

  /** An error in mid-stream may come as it is, in no event. */
  private void strayError() {
    JsonNode stray = VendorWords.document(reader.stray().strip());
    if (stray != null && ErrorBody.isError(stray)) {
      throw errors.of(0, stray, null);
    }
  }

  /** The failure of a stream that ended too early. */
  GatewayException brokenOff(boolean started) {
    return failure(
        started ? "broke off in the middle of the answer" : "ended the stream without an answer",
        null);
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
