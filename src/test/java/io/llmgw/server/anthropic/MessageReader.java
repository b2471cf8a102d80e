package io.llmgw.server.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a stream as strictly as Anthropic's SDKs do together: the message first, blocks opened in
 * order, filled while they are open and closed, one {@code message_delta}, the end.
 */
final class MessageReader {
  private final StringBuilder arguments = new StringBuilder();
  private final List<ObjectNode> blocks = new ArrayList<>();
  private @Nullable ObjectNode open;
  private boolean ended;
  JsonNode message = Json.MAPPER.createObjectNode();
  String error = "";
  int pings;

  private MessageReader() {}

  static MessageReader of(String stream) {
    MessageReader reader = new MessageReader();
    for (String event : stream.split("\n\n")) {
      if (!event.isBlank()) {
        reader.event(event);
      }
    }
    return reader;
  }

  /** The blocks, with the input of calls put together. */
  List<ObjectNode> blocks() {
    return blocks;
  }

  boolean ended() {
    return ended;
  }

  private void event(String event) {
    String[] lines = event.split("\n");
    assertThat(lines).as(event).hasSize(2);
    assertThat(lines[0]).startsWith("event: ");
    assertThat(lines[1]).startsWith("data: ");
    JsonNode data = Json.MAPPER.readTree(lines[1].substring(6));
    String type = lines[0].substring(7);
    assertThat(data.path("type").asString()).isEqualTo(type);
    assertThat(ended).as("nothing follows message_stop, but %s", event).isFalse();
    if (!type.equals("message_start") && !type.equals("ping") && !type.equals("error")) {
      assertThat(message.has("id")).as("message_start comes before %s", event).isTrue();
    }
    switch (type) {
      case "message_start" -> {
        assertThat(message.has("id")).as("one message").isFalse();
        message = data.get("message");
        assertThat(message.path("content").isArray()).isTrue();
        assertThat(message.path("usage").path("input_tokens").isNumber()).isTrue();
      }
      case "ping" -> pings++;
      case "content_block_start" -> start(data);
      case "content_block_delta" -> delta(data);
      case "content_block_stop" -> stop(data);
      case "message_delta" -> end(data);
      case "message_stop" -> {
        assertThat(message.path("stop_reason").isString()).as("message_delta came").isTrue();
        ended = true;
      }
      case "error" -> error = data.path("error").path("message").asString();
      default -> throw new AssertionError("unknown event " + event);
    }
  }

  private void start(JsonNode data) {
    assertThat(open).as("one block at a time").isNull();
    assertThat(data.path("index").asInt(-1)).isEqualTo(blocks.size());
    open = (ObjectNode) data.get("content_block");
    arguments.setLength(0);
    blocks.add(open);
  }

  private void delta(JsonNode data) {
    ObjectNode block = open;
    assertThat(block).as("a block is open for %s", data).isNotNull();
    assertThat(data.path("index").asInt(-1)).isEqualTo(blocks.size() - 1);
    JsonNode delta = data.get("delta");
    String type = delta.path("type").asString();
    switch (type) {
      case "text_delta" -> append(block, "text", "text", delta);
      case "thinking_delta" -> append(block, "thinking", "thinking", delta);
      case "signature_delta" -> block.put("signature", delta.path("signature").asString());
      case "input_json_delta" -> {
        assertThat(block.path("type").asString()).isEqualTo("tool_use");
        arguments.append(delta.path("partial_json").asString());
      }
      default -> throw new AssertionError("unknown delta " + delta);
    }
  }

  private static void append(ObjectNode block, String type, String field, JsonNode delta) {
    assertThat(block.path("type").asString()).isEqualTo(type);
    block.put(field, block.path(field).asString("") + delta.path(field).asString());
  }

  private void stop(JsonNode data) {
    assertThat(data.path("index").asInt(-1)).isEqualTo(blocks.size() - 1);
    ObjectNode block = open;
    assertThat(block).isNotNull();
    if (block.path("type").asString().equals("tool_use") && !arguments.isEmpty()) {
      block.put("partial", arguments.toString());
    }
    open = null;
  }

  private void end(JsonNode data) {
    assertThat(open).as("every block is closed").isNull();
    assertThat(message.path("stop_reason").isNull()).as("one message_delta").isTrue();
    assertThat(data.path("usage").path("output_tokens").isNumber()).isTrue();
    ((ObjectNode) message).set("stop_reason", data.path("delta").path("stop_reason"));
    ((ObjectNode) message).set("stop_sequence", data.path("delta").path("stop_sequence"));
    ((ObjectNode) message).set("usage", data.get("usage"));
  }
}
