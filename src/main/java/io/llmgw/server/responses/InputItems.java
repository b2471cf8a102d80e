package io.llmgw.server.responses;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The items of a request in the full form, in which they can be asked for again. */
final class InputItems {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private InputItems() {}

  static ArrayNode of(JsonNode input, ItemIds ids) {
    ArrayNode items = JSON.arrayNode();
    if (input.isString()) {
      ObjectNode message = JSON.objectNode().put("role", "user").put("content", input.asString());
      items.add(full(message, ids, 0));
    }
    for (JsonNode item : input) {
      boolean object = item instanceof ObjectNode;
      items.add(object ? full((ObjectNode) item.deepCopy(), ids, items.size()) : item);
    }
    return items;
  }

  private static ObjectNode full(ObjectNode item, ItemIds ids, int index) {
    if (!item.has("type") && item.has("role")) {
      item.put("type", "message");
    }
    String type = item.path("type").asString("");
    if (item.path("id").asString("").isEmpty()) {
      item.put("id", ids.input(type, index));
    }
    if (type.equals("message") && item.path("content").isString()) {
      String text = item.get("content").asString();
      boolean own = item.path("role").asString("").equals("assistant");
      ObjectNode part = item.putArray("content").addObject();
      part.put("type", own ? "output_text" : "input_text").put("text", text);
      if (own) {
        part.putArray("annotations");
      }
    }
    if (!type.equals("item_reference") && !item.has("status")) {
      item.put("status", "completed");
    }
    return item;
  }
}
