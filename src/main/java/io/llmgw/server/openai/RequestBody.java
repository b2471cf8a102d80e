package io.llmgw.server.openai;

import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import io.llmgw.server.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's body, checked as far as the gateway itself looks at it. */
final class RequestBody {
  private RequestBody() {}

  /**
   * Reads and checks the body.
   *
   * @throws GatewayException naming what is wrong and where
   */
  static JsonObjectIndex read(Exchange exchange, Operation operation, long limit) {
    checkType(exchange.header("Content-Type"));
    JsonObjectIndex body = index(exchange.body(limit));
    checkText(body, "model");
    checkFlag(body, "stream");
    return switch (operation) {
      case CHAT -> withMessages(body);
      case COMPLETION -> required(body, "prompt");
      case EMBEDDING -> required(body, "input");
    };
  }

  private static void checkType(@Nullable String type) {
    if (type == null) {
      return;
    }
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!bare.equals("application/json") && !bare.endsWith("+json") && !bare.equals("text/json")) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The request's Content-Type is '" + bare + "'; send 'Content-Type: application/json'.",
          new ErrorDetail(415, "invalid_request_error", null, null, null));
    }
  }

  private static JsonObjectIndex index(byte[] bytes) {
    try {
      return JsonObjectIndex.of(bytes);
    } catch (JsonSyntaxException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          bytes.length == 0
              ? "The request has no body; it must be a JSON object."
              : "The request's body is not a JSON object: " + broken.getMessage() + ".",
          ErrorDetail.NONE,
          broken);
    }
  }

  private static void checkText(JsonObjectIndex body, String name) {
    int member = body.find(name);
    if (body.isSet(member) && body.type(member) != '"') {
      throw wrong(name, "must be a string");
    }
  }

  private static void checkFlag(JsonObjectIndex body, String name) {
    int member = body.find(name);
    if (body.isSet(member) && body.type(member) != 't' && body.type(member) != 'f') {
      throw wrong(name, "must be true or false");
    }
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

  /** A member as a tree; what only shows there is the client's mistake too. */
  static JsonNode tree(JsonObjectIndex body, int member) {
    try {
      return body.tree(member);
    } catch (JsonSyntaxException broken) {
      throw notJson(broken);
    }
  }

  /** The whole body as a tree. */
  static JsonNode tree(JsonObjectIndex body) {
    try {
      return body.tree();
    } catch (JsonSyntaxException broken) {
      throw notJson(broken);
    }
  }

  private static GatewayException notJson(JsonSyntaxException broken) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        "The request's body cannot be read: " + broken.getMessage() + ".",
        ErrorDetail.NONE,
        broken);
  }

  static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "' " + what + ".", ErrorDetail.ofParam(field));
  }
}
