package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives out, and forgets, what is remembered of responses. Thread-safe. */
public final class StoredEndpoint {
  private static final int USUAL_PAGE = 20;
  private static final int LONGEST_PAGE = 100;

  private final ResponseStore store;

  public StoredEndpoint(ResponseStore store) {
    this.store = store;
  }

  /** {@code GET /v1/responses/ID}. */
  public Endpoint retrieve() {
    return (exchange, id) -> {
      if ("true".equals(exchange.query("stream"))) {
        throw wrong("stream", "cannot be true here: the response is complete");
      }
      answer(exchange, found(exchange, id).response());
    };
  }

  /** {@code DELETE /v1/responses/ID}. */
  public Endpoint delete() {
    return (exchange, id) -> {
      if (!store.remove(id, owner(exchange))) {
        throw Unknown.response(id);
      }
      ObjectNode body = Json.MAPPER.createObjectNode().put("id", id).put("object", "response");
      answer(exchange, Json.MAPPER.writeValueAsBytes(body.put("deleted", true)));
    };
  }

  /** {@code POST /v1/responses/ID/cancel}: what is there is complete. */
  public Endpoint cancel() {
    return (exchange, id) -> {
      found(exchange, id);
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The response '%s' is not a background response, so it cannot be cancelled: close its"
                  .formatted(id)
              + " connection instead.",
          new ErrorDetail(400, "invalid_request_error", null, "response_id", null));
    };
  }

  /** {@code GET /v1/responses/ID/input_items}. */
  public Endpoint inputItems() {
    return (exchange, id) -> {
      List<JsonNode> items = new ArrayList<>();
      Json.MAPPER.readTree(found(exchange, id).input()).forEach(items::add);
      String order = exchange.query("order");
      if (order == null || order.equals("desc")) {
        Collections.reverse(items);
      } else if (!order.equals("asc")) {
        throw wrong("order", "must be asc or desc");
      }
      List<JsonNode> rest = after(items, exchange.query("after"));
      answer(exchange, page(rest, limit(exchange.query("limit"))));
    };
  }

  private static List<JsonNode> after(List<JsonNode> items, @Nullable String id) {
    if (id == null) {
      return items;
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path("id").asString("").equals(id)) {
        return items.subList(i + 1, items.size());
      }
    }
    throw wrong("after", "is the id of none of the items");
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return USUAL_PAGE;
    }
    boolean good = text.matches("\\d{1,3}");
    int limit = good ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw wrong("limit", "must be a number from 1 to " + LONGEST_PAGE);
    }
    return limit;
  }

  private static byte[] page(List<JsonNode> items, int limit) {
    List<JsonNode> shown = items.subList(0, Math.min(limit, items.size()));
    ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = body.putArray("data");
    shown.forEach(data::add);
    body.put("first_id", shown.isEmpty() ? null : shown.getFirst().path("id").asString(null));
    body.put("last_id", shown.isEmpty() ? null : shown.getLast().path("id").asString(null));
    return Json.MAPPER.writeValueAsBytes(body.put("has_more", shown.size() < items.size()));
  }

  private StoredResponse found(Exchange exchange, String id) {
    StoredResponse found = store.find(id, owner(exchange));
    if (found == null) {
      throw Unknown.response(id);
    }
    return found;
  }

  private static String owner(Exchange exchange) {
    return exchange.caller().owner();
  }

  private static void answer(Exchange exchange, byte[] body) {
    exchange.respond(200, "application/json", Payload.of(body));
  }
}
