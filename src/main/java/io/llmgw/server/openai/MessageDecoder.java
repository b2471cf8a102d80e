package io.llmgw.server.openai;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one message of a chat request. Each method is told where it is, for its error messages. */
final class MessageDecoder {
  private MessageDecoder() {}

  static Message message(JsonNode message, String at) {
    if (!message.isObject()) {
      throw wrong(at, "must be an object");
    }
    return switch (message.path("role").asString("")) {
      case "system", "developer" -> new Message(Role.SYSTEM, content(message, at));
      case "user" -> new Message(Role.USER, content(message, at));
      case "assistant" -> assistant(message, at);
      case "tool", "function" -> tool(message, at);
      case "" -> throw wrong(at + ".role", "is missing");
      default -> throw wrong(at + ".role", "must be system, developer, user, assistant or tool");
    };
  }

  private static Message assistant(JsonNode message, String at) {
    List<Part> parts = new ArrayList<>(ReasoningDetails.parts(message));
    parts.addAll(content(message, at));
    String refusal = message.path("refusal").asString("");
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      parts.add(call(call, at + ".tool_calls[" + position++ + "]"));
    }
    if (message.path("function_call").isObject()) {
      parts.add(functionCall(message.path("function_call"), at + ".function_call"));
    }
    return new Message(Role.ASSISTANT, parts);
  }

  /** The older form, whose result has the function's name for an id. */
  private static Part functionCall(JsonNode call, String at) {
    String name = call.path("name").asString("");
    if (name.isEmpty()) {
      throw wrong(at + ".name", "is missing");
    }
    String arguments = call.path("arguments").asString("");
    return new Part.ToolCall(name, name, arguments.isBlank() ? "{}" : arguments);
  }

  private static Part call(JsonNode call, String at) {
    String id = call.path("id").asString("");
    String name = call.path("function").path("name").asString("");
    if (id.isEmpty()) {
      throw wrong(at + ".id", "is missing");
    }
    if (name.isEmpty()) {
      throw wrong(at + ".function.name", "is missing");
    }
    String arguments = call.path("function").path("arguments").asString("");
    return new Part.ToolCall(
        id, name, arguments.isBlank() ? "{}" : arguments, ReasoningDetails.stateOf(call));
  }

  private static Message tool(JsonNode message, String at) {
    String id = message.path("tool_call_id").asString(message.path("name").asString(""));
    if (id.isEmpty()) {
      throw wrong(at + ".tool_call_id", "is missing");
    }
    String name = message.path("name").asString(null);
    return new Message(
        Role.TOOL, List.of(new Part.ToolResult(id, name, content(message, at), false)));
  }

  /** The parts of a message's content; empty text is none. */
  private static List<Part> content(JsonNode message, String at) {
    JsonNode content = message.path("content");
    if (content.isString()) {
      return content.asString().isEmpty() ? List.of() : List.of(new Part.Text(content.asString()));
    }
    if (content.isMissingNode() || content.isNull()) {
      return List.of();
    }
    if (!content.isArray()) {
      throw wrong(at + ".content", "must be a string or a list of parts");
    }
    List<Part> parts = new ArrayList<>();
    int position = 0;
    for (JsonNode part : content) {
      Part decoded = part(part, at + ".content[" + position++ + "]");
      if (decoded != null) {
        parts.add(decoded);
        CacheControl.after(part, parts);
      }
    }
    return parts;
  }

  private static @Nullable Part part(JsonNode part, String at) {
    return switch (part.path("type").asString("")) {
      case "text", "input_text", "output_text" -> text(part.path("text"), at + ".text");
      case "refusal" -> new Part.Refusal(part.path("refusal").asString(""));
      case "image_url", "input_image" -> image(part.path("image_url"), at);
      case "input_audio" -> audio(part.path("input_audio"), at);
      case "file" -> file(part.path("file"), at);
      case "" -> throw wrong(at + ".type", "is missing");
      default -> throw wrong(at + ".type", "must be text, image_url, input_audio, file or refusal");
    };
  }

  private static @Nullable Part text(JsonNode text, String at) {
    if (!text.isString()) {
      throw wrong(at, "must be a string");
    }
    return text.asString().isEmpty() ? null : new Part.Text(text.asString());
  }

  private static Part image(JsonNode image, String at) {
    String url = image.isString() ? image.asString() : image.path("url").asString("");
    if (url.isEmpty()) {
      throw wrong(at + ".image_url.url", "is missing");
    }
    return media(
        MediaKind.IMAGE, url, null, image.path("detail").asString(null), at + ".image_url.url");
  }

  private static Part audio(JsonNode audio, String at) {
    String data = audio.path("data").asString("");
    if (data.isEmpty()) {
      throw wrong(at + ".input_audio.data", "is missing");
    }
    String type = "audio/" + audio.path("format").asString("wav");
    return new Part.Media(MediaKind.AUDIO, type, data, null, null, null);
  }

  private static Part file(JsonNode file, String at) {
    String data = file.path("file_data").asString("");
    if (data.isEmpty()) {
      throw wrong(at + ".file.file_data", "is missing; files by id are not supported here");
    }
    return media(
        MediaKind.DOCUMENT,
        data,
        file.path("filename").asString(null),
        null,
        at + ".file.file_data");
  }

  private static Part media(
      MediaKind kind, String url, @Nullable String name, @Nullable String detail, String at) {
    if (!url.startsWith("data:")) {
      return new Part.Media(kind, null, null, url, name, detail);
    }
    int comma = url.indexOf(',');
    if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
      throw wrong(at, "must be an http(s) URL or a base64 data URL");
    }
    String type = url.substring(5, comma - ";base64".length());
    return new Part.Media(kind, type, url.substring(comma + 1), null, name, detail);
  }
}
