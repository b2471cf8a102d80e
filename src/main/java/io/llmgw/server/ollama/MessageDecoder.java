package io.llmgw.server.ollama;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Reads messages. Ollama's clients give calls no ids; the results that follow belong to them by
 * name, else in their order.
 */
final class MessageDecoder {
  private final List<Part.ToolCall> unanswered = new ArrayList<>();
  private int calls;

  List<Message> messages(JsonNode list) {
    if (!list.isArray()) {
      throw wrong("messages", "must be a list");
    }
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      messages.add(message(list.get(i), "messages[" + i + "]"));
    }
    return messages;
  }

  private Message message(JsonNode message, String at) {
    if (!message.isObject()) {
      throw wrong(at, "must be an object");
    }
    JsonNode content = message.path("content");
    if (!content.isString() && !content.isMissingNode() && !content.isNull()) {
      throw wrong(at + ".content", "must be a string");
    }
    List<Part> parts = new ArrayList<>();
    if (!content.asString("").isEmpty()) {
      parts.add(new Part.Text(content.asString()));
    }
    parts.addAll(images(message.path("images"), at + ".images"));
    return switch (message.path("role").asString("").toLowerCase(Locale.ROOT)) {
      case "system" -> new Message(Role.SYSTEM, parts);
      case "user" -> new Message(Role.USER, parts);
      case "assistant" -> assistant(message, parts, at);
      case "tool" -> new Message(Role.TOOL, List.of(result(message, parts, at)));
      case "" -> throw wrong(at + ".role", "is missing");
      default -> throw wrong(at + ".role", "must be system, user, assistant or tool");
    };
  }

  private Message assistant(JsonNode message, List<Part> content, String at) {
    List<Part> parts = new ArrayList<>();
    String thinking = message.path("thinking").asString("");
    if (!thinking.isEmpty()) {
      parts.add(new Part.Reasoning(thinking, null));
    }
    parts.addAll(content);
    unanswered.clear();
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      String name = call.path("function").path("name").asString("");
      if (name.isEmpty()) {
        throw wrong(at + ".tool_calls[" + position + "].function.name", "is missing");
      }
      String id = call.path("id").asString("");
      JsonNode arguments = call.path("function").path("arguments");
      Part.ToolCall part =
          new Part.ToolCall(
              id.isEmpty() ? "call_" + calls : id,
              name,
              arguments.isObject() ? arguments.toString() : "{}");
      calls++;
      position++;
      unanswered.add(part);
      parts.add(part);
    }
    return new Message(Role.ASSISTANT, parts);
  }

  private Part.ToolResult result(JsonNode message, List<Part> content, String at) {
    String id = message.path("tool_call_id").asString("");
    String name = message.path("tool_name").asString(message.path("name").asString(""));
    for (Part.ToolCall call : unanswered) {
      if (id.isEmpty() ? name.isEmpty() || call.name().equals(name) : call.id().equals(id)) {
        unanswered.remove(call);
        return new Part.ToolResult(call.id(), call.name(), content, false);
      }
    }
    throw wrong(at, "is the result of a tool that was not called before");
  }

  /** Images, which come as bare base64 and sometimes as a data URL. */
  static List<Part> images(JsonNode images, String at) {
    if (!images.isArray() && !images.isMissingNode() && !images.isNull()) {
      throw wrong(at, "must be a list of images as base64");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String data = images.get(i).asString("");
      if (!images.get(i).isString() || data.isEmpty()) {
        throw wrong(at + "[" + i + "]", "must be an image as base64");
      }
      String base64 = data.startsWith("data:") ? data.substring(data.indexOf(',') + 1) : data;
      parts.add(new Part.Media(Part.MediaKind.IMAGE, type(base64), base64, null, null, null));
    }
    return parts;
  }

  /** Told from the first bytes. */
  private static String type(String base64) {
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    return base64.startsWith("UklGR") ? "image/webp" : "image/png";
  }
}
