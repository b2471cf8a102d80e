package io.llmgw.store;

import io.llmgw.json.Json;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the parts of a message as JSON, and reads them again. */
final class PartJson {
  private PartJson() {}

  /** The name of the part's kind, by which it is read again. */
  static String kind(Part part) {
    return switch (part) {
      case Part.Text _ -> "text";
      case Part.Media _ -> "media";
      case Part.Reasoning _ -> "reasoning";
      case Part.ToolCall _ -> "tool_call";
      case Part.ToolResult _ -> "tool_result";
      case Part.Refusal _ -> "refusal";
      case Part.CachePoint _ -> "cache_point";
    };
  }

  static String write(Part part) {
    return node(part).toString();
  }

  private static ObjectNode node(Part part) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    switch (part) {
      case Part.Text text -> json.put("text", text.text());
      case Part.Refusal refusal -> json.put("text", refusal.text());
      case Part.CachePoint point -> json.put("ttl", point.ttl());
      case Part.Reasoning thought -> {
        json.put("text", thought.text());
        state(json, thought.state());
      }
      case Part.ToolCall call -> {
        json.put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        state(json, call.state());
      }
      case Part.ToolResult result -> {
        json.put("id", result.callId()).put("name", result.name()).put("failed", result.failed());
        for (Part inner : result.content()) {
          json.withArray("content").add(node(inner).put("kind", kind(inner)));
        }
      }
      case Part.Media media -> {
        json.put("kind", media.kind().name()).put("type", media.mediaType());
        json.put("data", media.base64()).put("url", media.url());
        json.put("name", media.name()).put("detail", media.detail());
      }
    }
    return json;
  }

  private static void state(ObjectNode json, @Nullable ReasoningState state) {
    if (state != null) {
      ObjectNode node = json.putObject("state");
      node.put("format", state.format()).put("id", state.id());
      node.put("signature", state.signature()).put("data", state.data());
    }
  }

  static Part read(String kind, String content) {
    return read(kind, Json.MAPPER.readTree(content));
  }

  private static Part read(String kind, JsonNode json) {
    return switch (kind) {
      case "text" -> new Part.Text(text(json, "text"));
      case "refusal" -> new Part.Refusal(text(json, "text"));
      case "cache_point" -> new Part.CachePoint(maybe(json, "ttl"));
      case "reasoning" -> new Part.Reasoning(text(json, "text"), state(json));
      case "tool_call" ->
          new Part.ToolCall(
              text(json, "id"), text(json, "name"), text(json, "arguments"), state(json));
      case "tool_result" -> {
        List<Part> inner = new ArrayList<>();
        json.path("content").forEach(one -> inner.add(read(text(one, "kind"), one)));
        yield new Part.ToolResult(
            text(json, "id"), maybe(json, "name"), inner, json.path("failed").asBoolean());
      }
      case "media" ->
          new Part.Media(
              Part.MediaKind.valueOf(text(json, "kind")),
              maybe(json, "type"),
              maybe(json, "data"),
              maybe(json, "url"),
              maybe(json, "name"),
              maybe(json, "detail"));
      default -> throw new IllegalStateException("no part of a message: " + kind);
    };
  }

  private static @Nullable ReasoningState state(JsonNode json) {
    JsonNode state = json.path("state");
    return state.isObject()
        ? new ReasoningState(
            text(state, "format"),
            maybe(state, "id"),
            maybe(state, "signature"),
            maybe(state, "data"))
        : null;
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static @Nullable String maybe(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? value.asString() : null;
  }
}
