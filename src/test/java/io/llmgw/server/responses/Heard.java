package io.llmgw.server.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.server.DialectContract;
import io.llmgw.testing.WireAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a strict client makes of an answer, by the rules of OpenAI's own accumulators: items and
 * parts come one after the other, deltas belong to what is open, snapshots agree with them, numbers
 * go up by one.
 */
final class Heard {
  final List<String> types = new ArrayList<>();
  final StringBuilder text = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  private final List<ObjectNode> items = new ArrayList<>();
  private final Map<String, StringBuilder> arguments = new HashMap<>();
  JsonNode response = Json.MAPPER.createObjectNode();
  String error = "";
  boolean closed;
  private int number;

  static Heard of(WireAnswer answer) {
    return answer.header("content-type").orElse("").contains("text/event-stream")
        ? stream(answer.text())
        : whole(answer.json());
  }

  private static Heard whole(JsonNode answer) {
    Heard heard = new Heard();
    heard.error = answer.path("error").path("message").asString("");
    heard.response = answer;
    heard.closed = true;
    for (JsonNode item : answer.path("output")) {
      item.path("content").forEach(part -> heard.text.append(part.path("text").asString("")));
      item.path("summary").forEach(part -> heard.reasoning.append(part.path("text").asString("")));
    }
    return heard;
  }

  static Heard stream(String body) {
    Heard heard = new Heard();
    for (String event : body.split("\n\n")) {
      if (event.startsWith(":") || event.isBlank()) {
        continue;
      }
      String[] lines = event.split("\n");
      assertThat(lines).as(event).hasSize(2);
      JsonNode data = Json.MAPPER.readTree(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + data.get("type").asString());
      heard.event(data);
    }
    return heard;
  }

  private void event(JsonNode data) {
    String type = data.get("type").asString();
    assertThat(closed).as("nothing follows the end, but %s", data).isFalse();
    assertThat(data.get("sequence_number").asInt()).as("%s", data).isEqualTo(number++);
    types.add(type);
    switch (type) {
      case "response.created", "response.in_progress" -> response = data.get("response");
      case "response.output_item.added" -> added(data);
      case "response.content_part.added" -> part(data);
      case "response.output_text.delta" -> {
        assertThat(item(data).withArray("content").get(data.get("content_index").asInt()))
            .isNotNull();
        assertThat(data.get("logprobs").isArray()).isTrue();
        text.append(data.get("delta").asString());
      }
      case "response.output_text.done" ->
          assertThat(text.toString()).endsWith(data.get("text").asString());
      case "response.reasoning_summary_text.delta" -> {
        item(data);
        reasoning.append(data.get("delta").asString());
      }
      case "response.function_call_arguments.delta" ->
          arguments
              .computeIfAbsent(item(data).get("id").asString(), _ -> new StringBuilder())
              .append(data.get("delta").asString());
      case "response.function_call_arguments.done" ->
          assertThat(data.get("arguments").asString())
              .isEqualTo(arguments.get(item(data).get("id").asString()).toString());
      case "response.output_item.done" -> done(data);
      case "response.completed", "response.incomplete" -> end(data.get("response"));
      case "response.failed" -> {
        response = data.get("response");
        closed = true;
      }
      case "error" -> error = data.get("message").asString();
      default -> assertThat(type).startsWith("response.");
    }
  }

  private void added(JsonNode data) {
    assertThat(data.get("output_index").asInt()).isEqualTo(items.size());
    ObjectNode item = (ObjectNode) data.get("item");
    assertThat(item.get("id").asString()).isNotEmpty();
    assertThat(items)
        .noneMatch(other -> other.get("id").asString().equals(item.get("id").asString()));
    assertThat(item.get("status").asString()).isEqualTo("in_progress");
    items.add(item);
  }

  private ObjectNode item(JsonNode data) {
    ObjectNode item = items.get(data.get("output_index").asInt());
    assertThat(item.get("id").asString()).isEqualTo(data.get("item_id").asString());
    return item;
  }

  private void part(JsonNode data) {
    ObjectNode item = item(data);
    assertThat(item.withArray("content").size()).isEqualTo(data.get("content_index").asInt());
    item.withArray("content").add(data.get("part"));
  }

  private void done(JsonNode data) {
    ObjectNode item = items.get(data.get("output_index").asInt());
    for (String same : List.of("id", "type", "call_id")) {
      assertThat(data.get("item").get(same)).isEqualTo(item.get(same));
    }
    items.set(data.get("output_index").asInt(), (ObjectNode) data.get("item"));
  }

  private void end(JsonNode last) {
    assertThat(List.copyOf(last.get("output").valueStream().toList())).isEqualTo(items);
    assertThat(last.get("id")).isEqualTo(response.get("id"));
    response = last;
    closed = true;
  }

  /** The same, in the terms of the contract. */
  DialectContract.Heard told() {
    List<DialectContract.Called> calls = new ArrayList<>();
    for (JsonNode item : response.path("output")) {
      if (item.path("type").asString("").equals("function_call")) {
        calls.add(
            new DialectContract.Called(
                item.get("call_id").asString(),
                item.get("name").asString(),
                item.get("arguments").asString()));
      }
    }
    JsonNode usage = response.path("usage");
    List<DialectContract.Counted> usages =
        usage.isObject()
            ? List.of(
                new DialectContract.Counted(
                    usage.get("input_tokens").asLong(), usage.get("output_tokens").asLong()))
            : List.of();
    return new DialectContract.Heard(
        response.path("model").asString(""),
        text.toString(),
        reasoning.toString(),
        calls,
        error.isEmpty() ? finish() : "",
        usages,
        error,
        closed);
  }

  private String finish() {
    return response
        .path("incomplete_details")
        .path("reason")
        .asString(response.path("status").asString(""));
  }
}
