package io.llmgw.server;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's body as a JSON object; what is wrong with it is the client's mistake. */
public final class JsonBody {
  private JsonBody() {}

  /**
   * Reads the body, whatever dialect it is in.
   *
   * @param limit most bytes it may have
   * @throws GatewayException when it is no JSON object, or too large
   */
  public static JsonObjectIndex read(Exchange exchange, long limit) {
    checkType(exchange.header("Content-Type"));
    return index(exchange.body(limit));
  }

  /** The same, for a dialect whose clients do not care what they call their JSON. */
  public static JsonObjectIndex readAnyType(Exchange exchange, long limit) {
    return index(exchange.body(limit));
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

  /** A body that was read already. */
  public static JsonObjectIndex index(byte[] bytes) {
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

  /** Says that a member, if it is there, must be a text. */
  public static void checkText(JsonObjectIndex body, String name) {
    int member = body.find(name);
    if (body.isSet(member) && body.type(member) != '"') {
      throw wrong(name, "must be a string");
    }
  }

  /** Says that a member, if it is there, must be true or false. */
  public static void checkFlag(JsonObjectIndex body, String name) {
    int member = body.find(name);
    if (body.isSet(member) && body.type(member) != 't' && body.type(member) != 'f') {
      throw wrong(name, "must be true or false");
    }
  }

  /** A member as a tree; what only shows there is the client's mistake too. */
  public static JsonNode tree(JsonObjectIndex body, int member) {
    try {
      return body.tree(member);
    } catch (JsonSyntaxException broken) {
      throw notJson(broken);
    }
  }

  /** The whole body as a tree. */
  public static JsonNode tree(JsonObjectIndex body) {
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

  /** The failure of a request with a field that is wrong; {@code what} follows its name. */
  public static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "' " + what + ".", ErrorDetail.ofParam(field));
  }
}
