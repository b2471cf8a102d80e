package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A stream of frames decoded into canonical events. */
final class BedrockEventStream implements EventStream {
  /** How long to wait for the count of tokens once the answer itself is complete. */
  private static final Duration AFTER_THE_FINISH = Duration.ofSeconds(3);

  private final String vendor;
  private final HttpAnswer answer;
  private final ErrorBody errors;
  private final AnswerHead head;
  private final EventStreamReader frames;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final AnswerDecoder decoder;
  private boolean over;

  /**
   * Reads an answer, which is closed with the stream.
   *
   * @param errors reads errors that are still to come in it
   */
  BedrockEventStream(
      String vendor, HttpAnswer answer, ErrorBody errors, Encoded request, AnswerHead head) {
    this.vendor = vendor;
    this.answer = answer;
    this.errors = errors;
    this.head = head;
    this.frames = new EventStreamReader(answer.body());
    this.decoder = new AnswerDecoder(request, ready::add);
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && !over) {
      Frame frame = frame();
      if (frame == null) {
        over = true;
      } else {
        take(frame);
      }
      if (decoder.complete()) {
        over = true;
        answer.finished();
      }
    }
    return ready.poll();
  }

  /**
   * The next frame; null at the end, which after the finish may be any: the answer is there, and
   * only the count of its tokens is lost.
   */
  private @Nullable Frame frame() {
    try {
      if (decoder.finished()) {
        answer.hurry(AFTER_THE_FINISH);
      }
      Frame frame = frames.next();
      if (frame == null && !decoder.finished()) {
        throw failure(
            decoder.started()
                ? "broke off in the middle of the answer"
                : "ended the stream without an answer",
            null);
      }
      return frame;
    } catch (GatewayException failure) {
      boolean late = failure.kind() == ErrorKind.NETWORK || failure.kind() == ErrorKind.TIMEOUT;
      if (decoder.finished() && late) {
        return null;
      }
      throw failure;
    } catch (IOException broken) {
      if (decoder.finished()) {
        return null;
      }
      throw failure("sent a stream that " + broken.getMessage(), broken);
    }
  }

  private void take(Frame frame) {
    switch (frame.header(":message-type")) {
      case "exception", "error" -> throw errors.of(frame);
      default -> {
        try {
          decoder.event(frame.header(":event-type"), Json.MAPPER.readTree(frame.payload()));
        } catch (JacksonException broken) {
          throw failure("sent an event that is not JSON", broken);
        }
      }
    }
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + vendor + " " + what + ".", ErrorDetail.NONE, cause);
  }

  @Override
  public AnswerHead head() {
    return head;
  }

  @Override
  public void close() {
    answer.close();
  }
}
