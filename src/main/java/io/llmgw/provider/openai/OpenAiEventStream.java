package io.llmgw.provider.openai;

import io.llmgw.json.EventTooLongException;
import io.llmgw.json.Json;
import io.llmgw.json.SseReader;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.http.HttpAnswer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A chat stream decoded into canonical events. */
final class OpenAiEventStream implements EventStream {
  private final String provider;
  private final HttpAnswer answer;
  private final AnswerHead head;
  private final SseReader reader;
  private final Queue<StreamEvent> ready = new ArrayDeque<>();
  private final ChunkDecoder decoder;
  private boolean over;

  OpenAiEventStream(String provider, HttpAnswer answer, AnswerHead head) {
    this.provider = provider;
    this.answer = answer;
    this.head = head;
    this.reader = new SseReader(answer.body(), OpenAiRawStream.MAX_EVENT_BYTES);
    this.decoder = new ChunkDecoder(provider, ready::add);
  }

  @Override
  public @Nullable StreamEvent next() {
    while (ready.isEmpty() && !over) {
      read();
    }
    return ready.poll();
  }

  private void read() {
    try {
      if (!reader.next()) {
        end(decoder.finished());
      } else if (reader.dataIs("[DONE]")) {
        answer.finished();
        end(true);
      } else {
        event(Json.MAPPER.readTree(reader.data(), reader.dataStart(), reader.dataLength()));
      }
    } catch (JacksonException broken) {
      throw failure("sent an event that is not JSON", broken);
    } catch (EventTooLongException | IOException broken) {
      throw failure("sent an event that is too long", broken);
    }
  }

  private void event(JsonNode chunk) {
    if (chunk.hasNonNull("error") || "error".equals(reader.name())) {
      throw ErrorBody.of(provider, 0, chunk, null);
    }
    decoder.chunk(chunk);
  }

  private void end(boolean complete) {
    over = true;
    if (!complete) {
      throw failure("broke off in the middle of the answer", null);
    }
    decoder.end();
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + provider + " " + what + ".", ErrorDetail.NONE, cause);
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
