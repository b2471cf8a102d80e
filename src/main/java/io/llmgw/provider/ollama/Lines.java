package io.llmgw.provider.ollama;

import io.llmgw.json.EventTooLongException;
import io.llmgw.json.Json;
import io.llmgw.json.LineReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The lines of an answer as they come. Whoever holds it closes it. */
final class Lines implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 32 << 20;

  private final HttpAnswer answer;
  private final LineReader reader;

  Lines(HttpAnswer answer) {
    this.answer = answer;
    this.reader = new LineReader(answer.body(), MAX_LINE_BYTES);
  }

  /**
   * Waits for the next line; null when there are no more.
   *
   * @throws GatewayException when the stream breaks, or a line is no JSON object
   */
  @Nullable JsonNode next() {
    try {
      if (!reader.next()) {
        answer.finished();
        return null;
      }
      JsonNode line = Json.MAPPER.readTree(reader.data(), reader.start(), reader.length());
      if (!line.isObject()) {
        throw failure("sent a line that is no JSON object", null);
      }
      return line;
    } catch (JacksonException broken) {
      throw failure("sent a line that is no JSON", broken);
    } catch (EventTooLongException tooLong) {
      throw failure("sent a line of more than " + MAX_LINE_BYTES + " bytes", tooLong);
    } catch (IOException broken) {
      throw failure("broke off", broken);
    }
  }

  /** The bytes of the line that was read last. */
  byte[] bytes() {
    return reader.line();
  }

  boolean ready() {
    return reader.ready();
  }

  static GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "Ollama " + what + ".", ErrorDetail.NONE, cause);
  }

  /** The failure of a stream that ended before its last line. */
  static GatewayException brokenOff(boolean started) {
    return failure(
        started ? "broke off in the middle of the answer" : "ended the stream without an answer",
        null);
  }

  @Override
  public void close() {
    answer.close();
  }
}
