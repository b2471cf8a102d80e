package io.llmgw.server.responses;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the model says: texts and refusals, each a part of one message. */
final class MessageItem extends OutputItem {
  private final ArrayNode content;
  private final StringBuilder said = new StringBuilder();
  private @Nullable ObjectNode part;

  MessageItem(EventSink sink, String id, int index) {
    super(sink, id, index, "message");
    node().put("status", "in_progress").put("role", "assistant");
    content = node().putArray("content");
  }

  void text(String text) {
    part("output_text");
    said.append(text);
    ObjectNode data = partPlace().put("delta", text);
    data.putArray("logprobs");
    send("response.output_text.delta", data);
  }

  void refusal(String text) {
    part("refusal");
    said.append(text);
    send("response.refusal.delta", partPlace().put("delta", text));
  }

  /** A source of what was said last. */
  void cite(String url, @Nullable String title) {
    ObjectNode cited = part("output_text");
    ArrayNode annotations = (ArrayNode) cited.get("annotations");
    ObjectNode annotation =
        annotations
            .addObject()
            .put("type", "url_citation")
            .put("url", url)
            .put("title", title == null ? url : title)
            .put("start_index", said.length())
            .put("end_index", said.length());
    send(
        "response.output_text.annotation.added",
        partPlace()
            .put("annotation_index", annotations.size() - 1)
            .set("annotation", annotation.deepCopy()));
  }

  private ObjectNode part(String type) {
    ObjectNode open = part;
    if (open != null && open.get("type").asString().equals(type)) {
      return open;
    }
    closePart();
    ObjectNode opened = content.addObject().put("type", type);
    if (type.equals("refusal")) {
      opened.put("refusal", "");
    } else {
      opened.put("text", "");
      opened.putArray("annotations");
      opened.putArray("logprobs");
    }
    part = opened;
    send("response.content_part.added", partPlace().set("part", opened.deepCopy()));
    return opened;
  }

  private ObjectNode partPlace() {
    return within().put("content_index", content.size() - 1);
  }

  private void closePart() {
    ObjectNode open = part;
    if (open == null) {
      return;
    }
    fill();
    String text = said.toString();
    if (open.has("refusal")) {
      send("response.refusal.done", partPlace().put("refusal", text));
    } else {
      ObjectNode data = partPlace().put("text", text);
      data.putArray("logprobs");
      send("response.output_text.done", data);
    }
    send("response.content_part.done", partPlace().set("part", open.deepCopy()));
    part = null;
    said.setLength(0);
  }

  @Override
  void complete() {
    closePart();
  }

  @Override
  void fill() {
    if (part != null) {
      part.put(part.has("refusal") ? "refusal" : "text", said.toString());
    }
  }
}
