package io.llmgw.provider.openai;

import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The items of one response as they are told, first in pieces and then whole. What came in pieces
 * is not told again; what did not is told then. Not thread-safe.
 */
final class ResponsesItems {
  private final Consumer<StreamEvent> out;
  private final Map<Integer, Item> items = new HashMap<>();
  // the calls in the order they were opened
  private final List<Item> calls = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private boolean answered;
  private boolean thought;

  /** What has been told of an item. */
  private static final class Item {
    private int call = -1;
    private int summaries;
    private boolean said;
    private boolean done;
  }

  ResponsesItems(Consumer<StreamEvent> out) {
    this.out = out;
  }

  /** How many functions the answer calls. */
  int calls() {
    return calls.size();
  }

  private Item item(int index) {
    return items.computeIfAbsent(index, _ -> new Item());
  }

  void text(int index, String text) {
    if (!text.isEmpty()) {
      item(index).said = true;
      answered = true;
      out.accept(new StreamEvent.TextDelta(0, text));
    }
  }

  void refusal(int index, String text) {
    if (!text.isEmpty()) {
      item(index).said = true;
      answered = true;
      out.accept(new StreamEvent.RefusalDelta(0, text));
    }
  }

  void thought(int index, String text) {
    if (!text.isEmpty()) {
      item(index).said = true;
      thought = true;
      out.accept(new StreamEvent.ReasoningDelta(0, text));
    }
  }

  /** A piece of a summary, whose parts are paragraphs. */
  void summary(int index, int part, String text) {
    Item item = item(index);
    boolean another = item.said && part > item.summaries;
    item.summaries = Math.max(part, item.summaries);
    thought(index, another ? "\n\n" + text : text);
  }

  void arguments(int index, String json) {
    arguments(item(index), json);
  }

  private void arguments(Item item, String json) {
    if (item.call >= 0 && !json.isEmpty()) {
      item.said = true;
      out.accept(new StreamEvent.ToolCallDelta(0, item.call, json));
    }
  }

  /** An item opens; only calls need that. */
  void added(int index, JsonNode node) {
    if (node.path("type").asString("").equals("function_call")) {
      open(item(index), node);
    }
  }

  private void open(Item item, JsonNode call) {
    if (item.call < 0) {
      item.call = calls.size();
      calls.add(item);
      String id = call.path("call_id").asString(call.path("id").asString(""));
      String name = call.path("name").asString("");
      out.accept(
          new StreamEvent.ToolCallStarted(
              0,
              item.call,
              id.isBlank() || !callIds.add(id) ? madeUp(item.call) : id,
              name.isBlank() ? "tool_" + item.call : name));
    }
  }

  private String madeUp(int call) {
    String id = "call_" + call;
    while (!callIds.add(id)) {
      id += "_";
    }
    return id;
  }

  /** An item is complete. */
  void done(int index, JsonNode node) {
    Item item = item(index);
    if (item.done) {
      return;
    }
    item.done = true;
    switch (node.path("type").asString("")) {
      case "message" -> message(index, node, item.said);
      case "function_call" -> call(item, node);
      case "reasoning" -> reasoning(index, node, item.said);
      case "image_generation_call" -> image(node);
      // the provider's own tools, which are not the client's to run
      default -> {}
    }
  }

  /**
   * The whole output of the answer, which may be the only one to say something. Not every server
   * gives its items the same places and ids as in the events before, so that they are told apart by
   * what they are.
   */
  void all(JsonNode output) {
    boolean saidText = answered;
    boolean saidThought = thought;
    int call = 0;
    int place = items.size();
    for (JsonNode node : output) {
      place++;
      switch (node.path("type").asString("")) {
        case "message" -> message(place, node, saidText);
        case "function_call" -> {
          call(call < calls.size() ? calls.get(call) : new Item(), node);
          call++;
        }
        case "reasoning" -> reasoning(place, node, saidThought);
        case "image_generation_call" -> image(node);
        default -> {}
      }
    }
  }

  private void call(Item item, JsonNode node) {
    open(item, node);
    if (!item.said) {
      arguments(item, node.path("arguments").asString(""));
    }
  }

  private void message(int index, JsonNode node, boolean said) {
    for (JsonNode part : node.path("content")) {
      if (!said) {
        text(index, part.path("text").asString(""));
        refusal(index, part.path("refusal").asString(""));
      }
      part.path("annotations").forEach(this::cite);
    }
  }

  private void cite(JsonNode annotation) {
    String url = annotation.path("url").asString("");
    if (annotation.path("type").asString("").equals("url_citation")
        && !url.isEmpty()
        && told.add("url " + url)) {
      out.accept(new StreamEvent.Cited(0, url, annotation.path("title").asString(null)));
    }
  }

  private void reasoning(int index, JsonNode node, boolean said) {
    if (!said) {
      List<String> parts = new ArrayList<>();
      JsonNode readable =
          node.path("summary").isEmpty() ? node.path("content") : node.path("summary");
      readable.forEach(part -> parts.add(part.path("text").asString("")));
      thought(index, String.join("\n\n", parts));
    }
    String encrypted = node.path("encrypted_content").asString("");
    if (!encrypted.isEmpty() && told.add("thought " + encrypted)) {
      String id = node.path("id").asString(null);
      out.accept(
          new StreamEvent.ReasoningSealed(
              0, new ReasoningState(ReasoningState.RESPONSES, id, null, encrypted)));
    }
  }

  private void image(JsonNode node) {
    String base64 = node.path("result").asString("");
    if (!base64.isEmpty() && told.add("image " + node.path("id").asString(base64))) {
      String type = "image/" + node.path("output_format").asString("png");
      out.accept(
          new StreamEvent.Attached(
              0, new Part.Media(Part.MediaKind.IMAGE, type, base64, null, null, null)));
    }
  }
}
