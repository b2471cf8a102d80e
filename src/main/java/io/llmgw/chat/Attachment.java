package io.llmgw.chat;

import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes along with a question.
 *
 * @param name where it comes from, for people and for the model
 * @param type its media type
 * @param bytes its size
 * @param part what the model gets
 */
public record Attachment(String name, String type, long bytes, Part part) {
  private static final int TEXT_LIMIT = 2 << 20;
  private static final int MEDIA_LIMIT = 20 << 20;

  /**
   * What these bytes are.
   *
   * @param declared the type the user says it is; empty to find out
   * @throws ChatException when no model takes such a file, or it is too large for any
   */
  static Attachment of(String name, byte[] content, String declared) {
    if (content.length == 0) {
      throw ChatException.wrong(name + " is empty", null);
    }
    String type = declared.isEmpty() ? MediaTypes.sniff(content) : declared;
    if (type == null) {
      throw ChatException.wrong(
          "%s is neither text, an image, a PDF nor audio".formatted(name),
          "if it is one, say so: -f '%s;type=image/png'".formatted(name));
    }
    int limit = type.startsWith("text/") ? TEXT_LIMIT : MEDIA_LIMIT;
    if (content.length > limit) {
      throw ChatException.wrong(
          "%s has %s, and %s is the most that is sent"
              .formatted(name, size(content.length), size(limit)),
          "attach the part of it that matters");
    }
    return new Attachment(name, type, content.length, part(name, content, type));
  }

  /**
   * What was on the clipboard.
   *
   * @throws ChatException when it is nothing a model takes
   */
  public static Attachment ofClipboard(byte[] content) {
    return of("clipboard", content, "");
  }

  /** A text that is in no file. */
  public static Attachment ofText(String name, String text) {
    return of(name, text.getBytes(StandardCharsets.UTF_8), MediaTypes.TEXT);
  }

  private static Part part(String name, byte[] content, String type) {
    if (type.startsWith("text/") || type.equals("application/json")) {
      return new Part.Text(Fence.around(name, new String(content, StandardCharsets.UTF_8)));
    }
    return new Part.Media(
        kind(name, type), type, Base64.getEncoder().encodeToString(content), null, name, null);
  }

  private static MediaKind kind(String name, String type) {
    if (type.startsWith("image/")) {
      return MediaKind.IMAGE;
    }
    if (type.startsWith("audio/")) {
      return MediaKind.AUDIO;
    }
    if (type.equals(MediaTypes.PDF)) {
      return MediaKind.DOCUMENT;
    }
    throw ChatException.wrong(
        "%s is %s, which no model takes".formatted(name, type), "text, images, PDF and audio are");
  }

  /** What a model must have to make sense of it, of {@link Model#lacks}; null for nothing. */
  @Nullable String needs() {
    if (!(part instanceof Part.Media media)) {
      return null;
    }
    return switch (media.kind()) {
      case IMAGE -> Model.VISION;
      case AUDIO -> Model.AUDIO;
      case DOCUMENT -> Model.DOCUMENTS;
    };
  }

  /** For people, such as {@code photo.png (image/png, 12 kB)}. */
  public String description() {
    return "%s (%s, %s)".formatted(name, type, size(bytes));
  }

  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
  }
}
