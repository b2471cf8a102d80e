package io.llmgw.provider.anthropic;

import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer in one piece. */
final class WholeMessage {
  private final String vendor;
  private final JsonObjectIndex document;

  /**
   * Reads an answer of status 200.
   *
   * @throws GatewayException when it is an error all the same, or not JSON
   */
  WholeMessage(String vendor, byte[] body, ErrorBody errors) {
    this.vendor = vendor;
    try {
      document = JsonObjectIndex.of(body);
    } catch (JsonSyntaxException broken) {
      throw notAnAnswer(body, broken);
    }
    if (document.textEquals(document.find("type"), "error") || document.has("error")) {
      throw errors.of(0, new String(body, StandardCharsets.UTF_8), null, null);
    }
  }

  private GatewayException notAnAnswer(byte[] body, JsonSyntaxException broken) {
    String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (start.isEmpty()) {
      return failure("sent an empty answer", broken);
    }
    return start.startsWith("<")
        ? failure(
            "sent a web page instead of an API's answer; check its address (api_base)", broken)
        : failure("sent an answer that is not JSON", broken);
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + vendor + " " + what + ".", ErrorDetail.NONE, cause);
  }

  /** The message for a client that knows the model by that name (as JSON text). */
  Payload forClient(byte[] model) {
    requireContent();
    return new JsonEdit(document).put("model", model).apply();
  }

  private void requireContent() {
    if (document.type(document.find("content")) != '[') {
      throw failure("answered without any content", null);
    }
  }

  @Nullable Usage usage() {
    int usage = document.find("usage");
    return usage < 0 ? null : new UsageCount().take(document.tree(usage)).usage();
  }

  /** The message as the events a stream would have had. */
  List<StreamEvent> events(Encoded request) {
    requireContent();
    List<StreamEvent> events = new ArrayList<>();
    try {
      new EventDecoder(request, events::add).whole(document.tree());
    } catch (JsonSyntaxException broken) {
      throw failure("sent an answer that is not JSON", broken);
    }
    return events;
  }

  /** The number of tokens counted. */
  long inputTokens() {
    long tokens = document.number(document.find("input_tokens"), -1);
    if (tokens < 0) {
      throw failure("counted no input_tokens", null);
    }
    return tokens;
  }

  /** The document as it came. */
  Payload asItCame() {
    return Payload.of(document.bytes(), document.start(), document.end() - document.start());
  }
}
