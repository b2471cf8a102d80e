package io.llmgw.server.admin;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.gateway.Gateway;
import io.llmgw.json.Payload;
import io.llmgw.keys.Client;
import io.llmgw.keys.KeyOffice;
import io.llmgw.keys.KeyRing;
import io.llmgw.keys.KeyStore;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Keys of clients and their owners, as LiteLLM manages them. Thread-safe. */
public final class KeyEndpoints {
  private static final int PAGE = 10;
  private static final int MOST_PAGES = 1_000_000;

  private final KeyRing keys;
  private final Gateway gateway;

  public KeyEndpoints(KeyRing keys, Gateway gateway) {
    this.keys = keys;
    this.gateway = gateway;
  }

  /** {@code POST /key/generate}. */
  public Endpoint generate() {
    return answering(KeyOffice::generate);
  }

  /** {@code POST /key/update}. */
  public Endpoint update() {
    return answering(KeyOffice::update);
  }

  /** {@code POST /key/delete}. */
  public Endpoint delete() {
    return answering(KeyOffice::delete);
  }

  /** {@code POST /key/block}. */
  public Endpoint block() {
    return answering((office, body) -> office.block(body, true));
  }

  /** {@code POST /key/unblock}. */
  public Endpoint unblock() {
    return answering((office, body) -> office.block(body, false));
  }

  /** {@code POST /key/regenerate} and {@code POST /key/KEY/regenerate}. */
  public Endpoint regenerate() {
    return (exchange, named) -> {
      ObjectNode body = body(exchange);
      if (!named.isEmpty()) {
        body.put("key", named);
      }
      respond(exchange, keys.office().regenerate(body));
    };
  }

  /** {@code POST /user/new}. */
  public Endpoint newUser() {
    return answering(KeyOffice::newUser);
  }

  /** {@code GET /key/info}: any key for the master key, for another key itself. */
  public Endpoint info() {
    return (exchange, _) -> {
      String asked = exchange.query("key");
      String own = exchange.caller() instanceof Client client ? client.key().hash() : null;
      if (own == null) {
        respond(exchange, keys.office().info(required("key", asked)));
      } else {
        ObjectNode info = keys.office().info(asked == null ? own : asked);
        if (!own.equals(info.path("key").asString(""))) {
          throw masterOnly("the keys of others");
        }
        respond(exchange, info);
      }
    };
  }

  /** {@code GET /key/list}. */
  public Endpoint list() {
    return (exchange, _) -> {
      int page = number(exchange, "page", 1, MOST_PAGES);
      int size = number(exchange, "size", PAGE, 1_000);
      KeyStore.Query query =
          new KeyStore.Query(
              exchange.query("user_id"),
              exchange.query("team_id"),
              exchange.query("key_alias"),
              Math.multiplyExact(page - 1, size),
              size);
      boolean full = "true".equalsIgnoreCase(exchange.query("return_full_object"));
      respond(exchange, keys.office().list(query, page, full));
    };
  }

  /** {@code GET /user/info}: any user for the master key, for another key its owner. */
  public Endpoint userInfo() {
    return (exchange, _) -> {
      String asked = exchange.query("user_id");
      if (exchange.caller() instanceof Client client) {
        String own = client.key().settings().userId();
        if (own == null || (asked != null && !asked.equals(own))) {
          throw masterOnly("other users");
        }
        asked = own;
      }
      respond(exchange, keys.office().userInfo(required("user_id", asked)));
    };
  }

  private Endpoint answering(BiFunction<KeyOffice, ObjectNode, ObjectNode> action) {
    return (exchange, _) -> {
      ObjectNode body = body(exchange);
      respond(exchange, action.apply(keys.office(), body));
    };
  }

  private ObjectNode body(Exchange exchange) {
    long limit = gateway.snapshot().config().general().maxRequestBytes();
    if (JsonBody.tree(JsonBody.read(exchange, limit)) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalStateException("a body that was read is an object");
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw wrong(name, "is missing from the query");
    }
    return value;
  }

  private static int number(Exchange exchange, String name, int standard, int most) {
    String text = exchange.query(name);
    if (text == null) {
      return standard;
    }
    int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw wrong(name, "must be a number from 1 to " + most);
    }
    return number;
  }

  private static GatewayException masterOnly(String what) {
    return new GatewayException(
        ErrorKind.PERMISSION,
        "Only the master key shows " + what + ".",
        new ErrorDetail(403, "auth_error", null, null, null));
  }

  private static void respond(Exchange exchange, ObjectNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.answerHeader("Cache-Control", "no-store");
    exchange.respond(200, "application/json", Payload.of(bytes));
  }
}
