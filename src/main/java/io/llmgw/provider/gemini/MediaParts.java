package io.llmgw.provider.gemini;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files as parts of a turn: inline, but for those that Google has or reads itself.
 *
 * @see <a href="https://ai.google.dev/api/caching#Part">parts</a>
 */
final class MediaParts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PDF = "application/pdf";
  private static final int HEAD = 24;

  /** Files in Google's own places, and videos it can watch. */
  private static final Pattern GOOGLES =
      Pattern.compile(
          "gs://.+"
              + "|https://generativelanguage\\.googleapis\\.com/[^?#]*files/.+"
              + "|https://(?:www\\.|m\\.)?youtube\\.com/.+|https://youtu\\.be/.+");

  private final MediaLoader loader;
  private final Call call;
  private @Nullable String detail;

  /** Files of which only an address is known come from the loader. */
  MediaParts(MediaLoader loader, Call call) {
    this.loader = loader;
    this.call = call;
  }

  /** The finest resolution asked for any image; null when nobody asked. */
  @Nullable String detail() {
    return detail;
  }

  /**
   * The part of a file.
   *
   * @throws GatewayException naming the field, when it cannot be had or read
   */
  ObjectNode part(Part.Media media, String field) {
    if ("high".equals(media.detail()) || ("low".equals(media.detail()) && detail == null)) {
      detail = media.detail();
    }
    String url = media.url();
    if (media.base64() == null && url != null && GOOGLES.matcher(url).matches()) {
      return atGoogle(media, url);
    }
    Part.Media ready = loader.load(media, field, call);
    String data = ready.base64();
    if (data == null) {
      return atGoogle(ready, String.valueOf(ready.url()));
    }
    String bare = data.chars().anyMatch(c -> c <= ' ') ? data.replaceAll("\\s+", "") : data;
    ObjectNode part = JSON.objectNode();
    part.putObject("inlineData").put("mimeType", type(ready, bare, field)).put("data", bare);
    return part;
  }

  private static ObjectNode atGoogle(Part.Media media, String url) {
    ObjectNode part = JSON.objectNode();
    ObjectNode file = part.putObject("fileData");
    String type = media.mediaType() != null ? media.mediaType() : byEnding(url);
    if (type != null) {
      file.put("mimeType", type);
    }
    file.put("fileUri", url);
    return part;
  }

  /** A bucket tells no types, so that the name has to. */
  private static @Nullable String byEnding(String url) {
    String path = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "pdf" -> PDF;
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "mp3" -> "audio/mpeg";
      case "wav" -> "audio/wav";
      case "mp4" -> "video/mp4";
      case "txt", "md" -> "text/plain";
      default -> null;
    };
  }

  /** What the bytes say they are, since many clients declare it wrong; else what is declared. */
  private static String type(Part.Media media, String data, String field) {
    String start = start(data, field);
    if (start.startsWith("\u0089PNG")) {
      return "image/png";
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (start.startsWith("%PDF-")) {
      return PDF;
    }
    return declared(media);
  }

  private static String start(String data, String field) {
    try {
      String head = data.substring(0, Math.min(HEAD, data.length() / 4 * 4));
      return new String(Base64.getDecoder().decode(head), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'" + field + "': the data is not base64.",
          ErrorDetail.ofParam(field));
    }
  }

  private static String declared(Part.Media media) {
    String said = media.mediaType() == null ? "" : media.mediaType();
    String type = said.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "" ->
          switch (media.kind()) {
            case IMAGE -> "image/png";
            case AUDIO -> "audio/wav";
            case DOCUMENT -> PDF;
          };
      case "image/jpg" -> "image/jpeg";
      case "audio/mp3" -> "audio/mpeg";
      case "audio/x-wav", "audio/wave" -> "audio/wav";
      // read as text, but not known by its own name
      case "application/json" -> "text/plain";
      default -> type;
    };
  }

  /** What a file is, by its type. */
  static MediaKind kind(String type) {
    return type.startsWith("image/")
        ? MediaKind.IMAGE
        : type.startsWith("audio/") ? MediaKind.AUDIO : MediaKind.DOCUMENT;
  }
}
