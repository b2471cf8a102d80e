package io.llmgw.server.openai;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.provider.Operation;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import java.nio.charset.StandardCharsets;

/** A request's body, checked as far as the gateway itself looks at it. */
final class RequestBody {
  private RequestBody() {}

  /**
   * Reads and checks the body.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong and where
   */
  static JsonObjectIndex read(Exchange exchange, Operation operation, long limit) {
    return checked(JsonBody.read(exchange, limit), operation);
  }

  /** Checks a body that was read already. */
  static JsonObjectIndex checked(JsonObjectIndex body, Operation operation) {
    JsonBody.checkText(body, "model");
    JsonBody.checkFlag(body, "stream");
    return switch (operation) {
      case CHAT -> withMessages(body);
      case COMPLETION -> required(body, "prompt");
      case EMBEDDING -> required(body, "input");
      case RESPONSE, TOKEN_COUNT -> throw new IllegalArgumentException(operation.name());
    };
  }

  private static JsonObjectIndex required(JsonObjectIndex body, String name) {
    if (!body.isSet(body.find(name))) {
      throw wrong(name, "is missing");
    }
    return body;
  }

  /** A bare prompt is one message of the user's. */
  private static JsonObjectIndex withMessages(JsonObjectIndex body) {
    int messages = body.find("messages");
    if (body.isSet(messages)) {
      if (body.type(messages) != '[' || body.isEmpty(messages)) {
        throw wrong("messages", "must be a list with at least one message");
      }
      return body;
    }
    String prompt = body.text("prompt");
    if (prompt == null) {
      throw wrong("messages", "is missing");
    }
    String message =
        "[{\"role\":\"user\",\"content\":"
            + new String(JsonEdit.quoted(prompt), StandardCharsets.UTF_8)
            + "}]";
    JsonEdit edit = new JsonEdit(body).remove(body.find("prompt"));
    edit = messages < 0 ? edit : edit.remove(messages);
    return JsonObjectIndex.of(
        edit.add("messages", message.getBytes(StandardCharsets.UTF_8)).apply().toByteArray());
  }
}
