package io.llmgw.testing;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers of an upstream that speaks the Responses API, put together item by item, as events or
 * whole. Not thread-safe.
 */
public final class ResponseAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<String> events = new ArrayList<>();
  private final ArrayNode output = JSON.arrayNode();
  private int number;

  private ResponseAnswers() {
    event("response.created", JSON.objectNode().set("response", response("in_progress")));
    event("response.in_progress", JSON.objectNode().set("response", response("in_progress")));
  }

  /** An answer that has begun. */
  public static ResponseAnswers begin() {
    return new ResponseAnswers();
  }

  /** The response as it is so far. */
  public ObjectNode response(String status) {
    ObjectNode response = JSON.objectNode().put("id", "resp_up1").put("object", "response");
    response.put("created_at", 1_760_000_000).put("status", status).putNull("error");
    response.putNull("incomplete_details").put("model", "upstream-model");
    response.set("output", output.deepCopy());
    return response.putNull("usage");
  }

  public ResponseAnswers event(String type, ObjectNode data) {
    ObjectNode whole = JSON.objectNode().put("type", type).put("sequence_number", number++);
    whole.setAll(data);
    events.add("event: " + type + "\ndata: " + whole + "\n\n");
    return this;
  }

  private ObjectNode at() {
    return JSON.objectNode().put("output_index", output.size());
  }

  private ObjectNode within(String id) {
    return at().put("item_id", id);
  }

  private void added(ObjectNode item) {
    event("response.output_item.added", at().set("item", item));
  }

  private void done(JsonNode item) {
    event("response.output_item.done", at().set("item", item));
    output.add(item);
  }

  /** A message in pieces. */
  public ResponseAnswers says(String... pieces) {
    ObjectNode item = JSON.objectNode().put("id", "msg_" + output.size()).put("type", "message");
    item.put("role", "assistant").put("status", "in_progress").putArray("content");
    added(item.deepCopy());
    String id = item.get("id").asString();
    ObjectNode part = JSON.objectNode().put("type", "output_text").put("text", "");
    part.putArray("annotations");
    event(
        "response.content_part.added",
        within(id).put("content_index", 0).set("part", part.deepCopy()));
    for (String piece : pieces) {
      event("response.output_text.delta", within(id).put("content_index", 0).put("delta", piece));
    }
    String text = String.join("", pieces);
    part.put("text", text);
    event("response.output_text.done", within(id).put("content_index", 0).put("text", text));
    event("response.content_part.done", within(id).put("content_index", 0).set("part", part));
    item.put("status", "completed").withArray("content").add(part);
    done(item);
    return this;
  }

  /** A thought with a summary, and what goes back with the next turn. */
  public ResponseAnswers thinks(String summary, String encrypted) {
    ObjectNode item = JSON.objectNode().put("id", "rs_" + output.size()).put("type", "reasoning");
    item.putArray("summary");
    added(item.deepCopy());
    String id = item.get("id").asString();
    event(
        "response.reasoning_summary_text.delta",
        within(id).put("summary_index", 0).put("delta", summary));
    item.withArray("summary").addObject().put("type", "summary_text").put("text", summary);
    item.put("encrypted_content", encrypted);
    done(item);
    return this;
  }

  /** A call of a function. */
  public ResponseAnswers calls(String callId, String name, String... arguments) {
    ObjectNode item =
        JSON.objectNode().put("id", "fc_" + output.size()).put("type", "function_call");
    item.put("call_id", callId).put("name", name).put("arguments", "");
    added(item.deepCopy().put("status", "in_progress"));
    String id = item.get("id").asString();
    for (String piece : arguments) {
      event("response.function_call_arguments.delta", within(id).put("delta", piece));
    }
    item.put("arguments", String.join("", arguments)).put("status", "completed");
    done(item);
    return this;
  }

  private ObjectNode ended(String status) {
    ObjectNode response = response(status);
    ObjectNode usage = response.putObject("usage").put("input_tokens", 11);
    usage.putObject("input_tokens_details").put("cached_tokens", 4);
    usage.put("output_tokens", 7);
    usage.putObject("output_tokens_details").put("reasoning_tokens", 2);
    usage.put("total_tokens", 18);
    return response;
  }

  /** The events so far. */
  public String events() {
    return String.join("", events);
  }

  /** The stream, to its good end: 11 tokens in, 4 of them cached, and 7 out. */
  public String stream() {
    event("response.completed", JSON.objectNode().set("response", ended("completed")));
    return events();
  }

  /** The same answer in one piece. */
  public String whole() {
    return Json.MAPPER.writeValueAsString(ended("completed"));
  }
}
