package io.llmgw.server.anthropic;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads content blocks. Each method is told where it is, for its error messages. */
final class BlockDecoder {
  private final Fidelity fidelity;
  private final Set<String> calls = new HashSet<>();

  BlockDecoder(Fidelity fidelity) {
    this.fidelity = fidelity;
  }

  /** The parts of a message's content, which is a text or a list of blocks. */
  List<Part> content(JsonNode content, String at) {
    if (content.isString()) {
      return content.asString().isEmpty() ? List.of() : List.of(new Part.Text(content.asString()));
    }
    if (!content.isArray()) {
      throw wrong(at, "must be a string or a list of blocks");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.addAll(block(content.get(i), at + "[" + i + "]"));
    }
    return parts;
  }

  /** What one block is, and the cache point after it if it has one; nothing for empty text. */
  List<Part> block(JsonNode block, String at) {
    if (!block.isObject()) {
      throw wrong(at, "must be an object");
    }
    List<Part> parts = new ArrayList<>(2);
    Part part = part(block, at);
    if (part != null) {
      parts.add(part);
      JsonNode cache = block.path("cache_control");
      if (cache.isObject()) {
        parts.add(new Part.CachePoint(cache.path("ttl").asString(null)));
      }
    }
    return parts;
  }

  private @Nullable Part part(JsonNode block, String at) {
    String type = block.path("type").asString("");
    return switch (type) {
      case "text" -> text(block.path("text"), at + ".text");
      case "image" -> source(MediaKind.IMAGE, block, at);
      case "document" -> document(block, at);
      case "search_result" -> searchResult(block, at);
      case "tool_use" -> call(block, at);
      case "tool_result" -> result(block, at);
      case "thinking" -> thinking(block);
      case "redacted_thinking" -> redacted(block, at);
      case "" -> throw wrong(at + ".type", "is missing");
      default -> {
        if (isServerBlock(type)) {
          fidelity.lose(at, type + " blocks mean something to Anthropic alone");
          yield null;
        }
        throw wrong(at + ".type", "'" + type + "' is not known");
      }
    };
  }

  /** Blocks of tools that run at Anthropic's, and of its context management. */
  private static boolean isServerBlock(String type) {
    return type.equals("server_tool_use")
        || type.equals("mcp_tool_use")
        || type.endsWith("_tool_result")
        || type.equals("container_upload")
        || type.equals("compaction")
        || type.equals("fallback");
  }

  private static @Nullable Part text(JsonNode text, String at) {
    if (!text.isString()) {
      throw wrong(at, "must be a string");
    }
    return text.asString().isEmpty() ? null : new Part.Text(text.asString());
  }

  private static Part document(JsonNode block, String at) {
    JsonNode source = block.path("source");
    if (source.path("type").asString("").equals("content")) {
      return new Part.Text(texts(source.path("content"), at + ".source.content"));
    }
    return source(MediaKind.DOCUMENT, block, at);
  }

  private static Part source(MediaKind kind, JsonNode block, String at) {
    JsonNode source = block.path("source");
    String name = block.path("title").asString(null);
    return switch (source.path("type").asString("")) {
      case "base64" ->
          new Part.Media(
              kind,
              required(source, "media_type", at + ".source"),
              required(source, "data", at + ".source").replaceAll("\\s", ""),
              null,
              name,
              null);
      case "url" ->
          new Part.Media(kind, null, null, required(source, "url", at + ".source"), name, null);
      case "text" -> {
        byte[] bytes = required(source, "data", at + ".source").getBytes(StandardCharsets.UTF_8);
        String data = Base64.getEncoder().encodeToString(bytes);
        yield new Part.Media(kind, "text/plain", data, null, name, null);
      }
      case "file" ->
          throw wrong(at + ".source", "names a file kept at Anthropic; send the file itself");
      case "" -> throw wrong(at + ".source.type", "is missing");
      default -> throw wrong(at + ".source.type", "must be base64, url or text");
    };
  }

  private static String required(JsonNode node, String field, String at) {
    String value = node.path(field).asString("");
    if (value.isEmpty()) {
      throw wrong(at + "." + field, "is missing");
    }
    return value;
  }

  private static Part searchResult(JsonNode block, String at) {
    String title = block.path("title").asString("");
    String source = block.path("source").asString("");
    String head = (title + " " + source).strip();
    String text = texts(block.path("content"), at + ".content");
    return new Part.Text(head.isEmpty() ? text : head + "\n" + text);
  }

  private static String texts(JsonNode content, String at) {
    if (content.isString()) {
      return content.asString();
    }
    if (!content.isArray()) {
      throw wrong(at, "must be a string or a list of text blocks");
    }
    List<String> texts = new ArrayList<>();
    content.forEach(block -> texts.add(block.path("text").asString("")));
    return String.join("\n", texts);
  }

  private Part call(JsonNode block, String at) {
    String id = required(block, "id", at);
    if (!calls.add(id)) {
      throw wrong(at + ".id", "is the id of an earlier call too");
    }
    JsonNode input = block.path("input");
    if (!input.isObject() && !input.isMissingNode() && !input.isNull()) {
      throw wrong(at + ".input", "must be an object");
    }
    String name = required(block, "name", at);
    return new Part.ToolCall(id, name, input.isObject() ? input.toString() : "{}");
  }

  private Part result(JsonNode block, String at) {
    String id = required(block, "tool_use_id", at);
    JsonNode content = block.path("content");
    List<Part> parts =
        content.isMissingNode() || content.isNull()
            ? List.of()
            : content(content, at + ".content").stream()
                .filter(part -> !(part instanceof Part.CachePoint))
                .toList();
    if (!calls.contains(id)) {
      fidelity.change(at, "the call it answers is not in the conversation, so it is sent as text");
      String text = new Message(Role.TOOL, parts).text();
      return new Part.Text("Result of an earlier tool call: " + text);
    }
    return new Part.ToolResult(id, null, parts, block.path("is_error").asBoolean(false));
  }

  private static @Nullable Part thinking(JsonNode block) {
    String text = block.path("thinking").asString("");
    String signature = block.path("signature").asString("");
    if (text.isEmpty() && signature.isEmpty()) {
      return null;
    }
    ReasoningState state =
        signature.isEmpty() ? null : ReasoningState.signed(ReasoningState.ANTHROPIC, signature);
    return new Part.Reasoning(text, state);
  }

  private static Part redacted(JsonNode block, String at) {
    String data = required(block, "data", at);
    return new Part.Reasoning("", new ReasoningState(ReasoningState.ANTHROPIC, null, null, data));
  }
}
