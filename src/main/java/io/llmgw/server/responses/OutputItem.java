package io.llmgw.server.responses;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One item of an answer as it grows, and the events that tell of it. Not thread-safe. */
abstract class OutputItem {
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final EventSink sink;
  private final int index;
  private final ObjectNode node;
  private boolean closed;

  OutputItem(EventSink sink, String id, int index, String type) {
    this.sink = sink;
    this.index = index;
    this.node = JSON.objectNode().put("id", id).put("type", type);
  }

  /** The item as it is now. */
  ObjectNode node() {
    return node;
  }

  boolean closed() {
    return closed;
  }

  /** Tells that the item is there. */
  void open() {
    node.put("status", "in_progress");
    sink.send("response.output_item.added", place().set("item", node.deepCopy()));
  }

  /** Tells what is still to be told of it, and that it is over. */
  void close(boolean cut) {
    if (!closed) {
      closed = true;
      complete();
      node.put("status", cut ? "incomplete" : "completed");
      sink.send("response.output_item.done", place().set("item", node.deepCopy()));
    }
  }

  /** Puts the content into the node and tells that it is complete. */
  abstract void complete();

  /** Puts what there is of the content into the node, for an answer that failed. */
  abstract void fill();

  /** Sends an event about this item. */
  void send(String type, ObjectNode data) {
    sink.send(type, data);
  }

  /** The data of an event, with where the item is in the answer. */
  private ObjectNode place() {
    return JSON.objectNode().put("output_index", index);
  }

  /** The data of an event about a part of the item. */
  ObjectNode within() {
    return JSON.objectNode().put("item_id", node.get("id").asString()).put("output_index", index);
  }
}
