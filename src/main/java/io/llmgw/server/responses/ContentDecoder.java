package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a message or a tool's output consists of. */
final class ContentDecoder {
  private ContentDecoder() {}

  /** The parts of a string or a list; empty text is none. */
  static List<Part> parts(JsonNode content, String at) {
    if (content.isString()) {
      return content.asString().isEmpty() ? List.of() : List.of(new Part.Text(content.asString()));
    }
    if (content.isMissingNode() || content.isNull()) {
      return List.of();
    }
    if (!content.isArray()) {
      throw wrong(at, "must be a string or a list of parts");
    }
    List<Part> parts = new ArrayList<>();
    int position = 0;
    for (JsonNode part : content) {
      Part decoded = part(part, at + "[" + position++ + "]");
      if (decoded != null) {
        parts.add(decoded);
      }
    }
    return parts;
  }

  private static @Nullable Part part(JsonNode part, String at) {
    return switch (part.path("type").asString("")) {
      case "input_text", "output_text", "text", "summary_text" ->
          text(part.path("text"), at + ".text");
      case "refusal" -> new Part.Refusal(part.path("refusal").asString(""));
      case "input_image" -> image(part, at);
      case "input_file" -> file(part, at);
      case "input_audio" -> audio(part.path("input_audio"), at + ".input_audio");
      case "" -> throw wrong(at + ".type", "is missing");
      default ->
          throw wrong(
              at + ".type",
              "must be input_text, input_image, input_file, input_audio, output_text or refusal");
    };
  }

  private static @Nullable Part text(JsonNode text, String at) {
    if (!text.isString()) {
      throw wrong(at, "must be a string");
    }
    return text.asString().isEmpty() ? null : new Part.Text(text.asString());
  }

  private static Part image(JsonNode part, String at) {
    noFileId(part, at);
    JsonNode image = part.path("image_url");
    String url = image.isString() ? image.asString() : image.path("url").asString("");
    if (url.isEmpty()) {
      throw wrong(at + ".image_url", "is missing");
    }
    String detail = part.path("detail").asString(null);
    return media(MediaKind.IMAGE, url, null, detail, at + ".image_url");
  }

  private static Part file(JsonNode part, String at) {
    noFileId(part, at);
    String name = part.path("filename").asString(null);
    String url = part.path("file_url").asString("");
    if (!url.isEmpty()) {
      return media(MediaKind.DOCUMENT, url, name, null, at + ".file_url");
    }
    String data = part.path("file_data").asString("");
    if (data.isEmpty()) {
      throw wrong(at + ".file_data", "is missing");
    }
    return data.startsWith("data:")
        ? media(MediaKind.DOCUMENT, data, name, null, at + ".file_data")
        : new Part.Media(MediaKind.DOCUMENT, "application/pdf", data, null, name, null);
  }

  private static void noFileId(JsonNode part, String at) {
    if (part.hasNonNull("file_id")) {
      throw wrong(
          at + ".file_id", "names a file of another place; send the file itself for this model");
    }
  }

  private static Part audio(JsonNode audio, String at) {
    String data = audio.path("data").asString("");
    if (data.isEmpty()) {
      throw wrong(at + ".data", "is missing");
    }
    String type = "audio/" + audio.path("format").asString("wav");
    return new Part.Media(MediaKind.AUDIO, type, data, null, null, null);
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
