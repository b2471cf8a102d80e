package io.llmgw.provider.bedrock;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Images and documents as blocks of a message, always with their bytes unless they are on S3.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html">the
 *     blocks</a>
 */
final class MediaBlocks {
  private static final int HEAD = 24;
  private static final int LONGEST_NAME = 200;

  private final MediaLoader loader;
  private final Call call;
  private final Set<String> names = new HashSet<>();

  /** Files of which only an address is known come from the loader. */
  MediaBlocks(MediaLoader loader, Call call) {
    this.loader = loader;
    this.call = call;
  }

  /**
   * The block of a file.
   *
   * @throws GatewayException naming the field, when the file is of a kind that is not taken
   */
  Block block(Part.Media media, String field) {
    if (media.kind() == MediaKind.AUDIO) {
      throw wrong(field, "audio cannot be sent to this provider");
    }
    if (media.detail() != null && !media.detail().equals("auto")) {
      call.fidelity().lose(field + ".detail", "this provider has no such setting");
    }
    String url = media.url();
    if (media.base64() == null && url != null && url.startsWith("s3://")) {
      return onS3(media, url, field);
    }
    Part.Media ready = loader.load(media, field, call);
    if (ready.base64() == null) {
      // only a dry run loads nothing
      return atAddress(ready, field);
    }
    String data = strip(ready.base64());
    String format = format(ready, data, field);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    source(node, format, ready.name()).put("bytes", data);
    return new Block(node);
  }

  private Block onS3(Part.Media media, String url, String field) {
    String format = known(declared(media, ending(url)), field);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    source(node, format, media.name()).putObject("s3Location").put("uri", url);
    return new Block(node);
  }

  private Block atAddress(Part.Media media, String field) {
    String url = String.valueOf(media.url());
    String format = known(declared(media, ending(url)), field);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    source(node, format, media.name()).put("bytes", "(the bytes of " + url + ")");
    return new Block(node);
  }

  private ObjectNode source(ObjectNode node, String format, @Nullable String name) {
    boolean image = isImage(format);
    ObjectNode file = node.putObject(image ? "image" : "document").put("format", format);
    if (!image) {
      file.put("name", freshName(name));
    }
    return file.putObject("source");
  }

  private static boolean isImage(String format) {
    return switch (format) {
      case "png", "jpeg", "gif", "webp" -> true;
      default -> false;
    };
  }

  /** A name in the characters that are taken, which no other document of the request has. */
  private String freshName(@Nullable String name) {
    String bare = name == null ? "" : name.replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
    String clean = bare.replaceAll("[^A-Za-z0-9 \\-()\\[\\]]", " ").replaceAll("\\s+", " ").strip();
    String base = clean.isEmpty() ? "document" : clean;
    base = base.substring(0, Math.min(base.length(), LONGEST_NAME - 5)).strip();
    String fresh = base;
    for (int i = 2; !names.add(fresh); i++) {
      fresh = base + " " + i;
    }
    return fresh;
  }

  /** What the bytes say they are, since many clients declare it wrong; else what is declared. */
  private static String format(Part.Media media, String data, String field) {
    String start = start(data, field);
    if (start.startsWith("\u0089PNG")) {
      return "png";
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "jpeg";
    }
    if (start.startsWith("GIF8")) {
      return "gif";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "webp";
    }
    if (start.startsWith("%PDF-")) {
      return "pdf";
    }
    String name = media.name() == null ? "" : media.name();
    return known(declared(media, ending(name)), field);
  }

  private static String start(String data, String field) {
    try {
      String head = data.substring(0, Math.min(HEAD, data.length() / 4 * 4));
      return new String(Base64.getDecoder().decode(head), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      throw wrong(field, "the data is not base64");
    }
  }

  /** The type, else what the name's ending says; an image is a PNG when nothing says anything. */
  private static String declared(Part.Media media, String ending) {
    String type = media.mediaType() == null ? "" : media.mediaType();
    String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (bare.isEmpty() || bare.equals("application/octet-stream")) {
      String usual = media.kind() == MediaKind.IMAGE ? "image/png" : "application/pdf";
      return ending.isEmpty() ? usual : ending;
    }
    return bare;
  }

  private static String ending(String name) {
    String path = name.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    int dot = path.lastIndexOf('.');
    return dot < path.lastIndexOf('/') || dot < 0 ? "" : path.substring(dot + 1);
  }

  private static String known(String type, String field) {
    return switch (type) {
      case "image/png", "png" -> "png";
      case "image/jpeg", "image/jpg", "jpg", "jpeg" -> "jpeg";
      case "image/gif", "gif" -> "gif";
      case "image/webp", "webp" -> "webp";
      case "application/pdf", "pdf" -> "pdf";
      case "text/csv", "csv" -> "csv";
      case "application/msword", "doc" -> "doc";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" ->
          "docx";
      case "application/vnd.ms-excel", "xls" -> "xls";
      case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" -> "xlsx";
      case "text/html", "html", "htm" -> "html";
      case "text/markdown", "md" -> "md";
      case "application/json", "application/xml", "json", "xml", "txt" -> "txt";
      default -> {
        if (type.startsWith("text/")) {
          yield "txt";
        }
        throw wrong(
            field,
            "a file of the type '"
                + type
                + "' cannot be sent to this provider; it takes JPEG, PNG, GIF and WebP images, PDF,"
                + " Word, Excel, CSV, HTML, Markdown and text");
      }
    };
  }

  private static String strip(String base64) {
    return base64.chars().anyMatch(c -> c <= ' ') ? base64.replaceAll("\\s+", "") : base64;
  }

  private static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "': " + what + ".", ErrorDetail.ofParam(field));
  }
}
