package io.llmgw.server.ollama;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.ErrorShape;
import io.llmgw.server.Exchange;
import io.llmgw.server.RetryHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors as Ollama's clients read them. */
public final class OllamaErrors implements ErrorShape {
  private static final Pattern UNKNOWN_MODEL =
      Pattern.compile("^The model ('[^']*') does not exist here\\.");

  @Override
  public void write(Exchange exchange, GatewayException error) {
    RetryHeaders.put(exchange, error);
    exchange.respond(error.status(), "application/json", Payload.of(json(error)));
  }

  /** The error object, which is also the line that tells of a failure in mid-stream. */
  static byte[] json(GatewayException error) {
    return Json.MAPPER.writeValueAsBytes(
        Json.MAPPER.createObjectNode().put("error", message(error)));
  }

  /** Clients look for these words to offer fetching the model. */
  private static String message(GatewayException error) {
    String text = error.text();
    if (error.kind() != ErrorKind.NOT_FOUND || text.contains("not found")) {
      return text;
    }
    Matcher model = UNKNOWN_MODEL.matcher(text);
    return model.find() ? model.replaceFirst("model $1 not found.") : "model not found: " + text;
  }
}
