package io.llmgw.provider.anthropic;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Images and documents as blocks of a message. */
final class MediaBlocks {
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final String PDF = "application/pdf";
  private static final int HEAD = 24;

  private final MediaLoader loader;
  private final Call call;

  /** Files that only have an address this provider cannot read come from the loader. */
  MediaBlocks(MediaLoader loader, Call call) {
    this.loader = loader;
    this.call = call;
  }

  /**
   * The block of a file.
   *
   * @throws GatewayException naming the field, when the file is of a kind that is not taken
   */
  ObjectNode block(Part.Media media, String field) {
    if (media.kind() == MediaKind.AUDIO) {
      throw wrong(field, "audio cannot be sent to this provider");
    }
    if (media.detail() != null && !media.detail().equals("auto")) {
      call.fidelity().lose(field + ".detail", "this provider has no such setting");
    }
    Part.Media ready = isPassedOn(media) ? media : loader.load(media, field, call);
    String data = ready.base64();
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    if (data == null) {
      boolean document = ready.kind() == MediaKind.DOCUMENT || isPdfAddress(ready.url());
      block.put("type", document ? "document" : "image");
      block.putObject("source").put("type", "url").put("url", ready.url());
    } else {
      inline(block, ready, strip(data), field);
    }
    if (block.path("type").asString().equals("document") && ready.name() != null) {
      block.put("title", ready.name());
    }
    return block;
  }

  /** Whether it needs nothing from us: the bytes are there, or the provider can fetch them. */
  private static boolean isPassedOn(Part.Media media) {
    String url = media.url();
    if (media.base64() != null || url == null) {
      return true;
    }
    boolean pdf = media.mediaType() == null || media.mediaType().equals(PDF);
    return PublicAddress.is(url) && (media.kind() == MediaKind.IMAGE || pdf);
  }

  private static boolean isPdfAddress(@Nullable String url) {
    if (url == null) {
      return false;
    }
    String path = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    return path.endsWith(".pdf");
  }

  private static void inline(ObjectNode block, Part.Media media, String data, String field) {
    String type = type(media, data, field);
    if (IMAGES.contains(type)) {
      source(block.put("type", "image"), "base64", type, data);
    } else if (type.equals(PDF)) {
      source(block.put("type", "document"), "base64", type, data);
    } else if (type.startsWith("text/") || type.equals("application/json")) {
      String text = new String(decoded(data, field), StandardCharsets.UTF_8);
      source(block.put("type", "document"), "text", "text/plain", text);
    } else {
      throw wrong(
          field,
          "a file of the type '"
              + type
              + "' cannot be sent to this provider; it takes JPEG, PNG, GIF and WebP images, PDFs"
              + " and text");
    }
  }

  private static void source(ObjectNode block, String kind, String type, String data) {
    block.putObject("source").put("type", kind).put("media_type", type).put("data", data);
  }

  /** What the bytes say they are, since many clients declare it wrong; else what is declared. */
  private static String type(Part.Media media, String data, String field) {
    byte[] head = decoded(data.substring(0, Math.min(HEAD, data.length() / 4 * 4)), field);
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG")) {
      return "image/png";
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("GIF8")) {
      return "image/gif";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (start.startsWith("%PDF-")) {
      return PDF;
    }
    return declared(media);
  }

  private static String declared(Part.Media media) {
    String type = media.mediaType();
    if (type == null) {
      return media.kind() == MediaKind.IMAGE ? "image/jpeg" : PDF;
    }
    String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return bare.equals("image/jpg") ? "image/jpeg" : bare;
  }

  private static String strip(String base64) {
    return base64.chars().anyMatch(c -> c <= ' ') ? base64.replaceAll("\\s+", "") : base64;
  }

  private static byte[] decoded(String base64, String field) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw wrong(field, "the data is not base64");
    }
  }

  private static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "': " + what + ".", ErrorDetail.ofParam(field));
  }
}
