package io.llmgw.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types told from the first bytes, which are right more often than what a server says. */
final class MediaTypes {
  private MediaTypes() {}

  /** The type; what the server says when the bytes say nothing, empty when nobody knows. */
  static String of(byte[] bytes, @Nullable String said) {
    String known = magic(bytes);
    if (known != null) {
      return known;
    }
    String type = said == null ? "" : said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    // images are all told by their bytes, so that this one is none that a provider takes
    return type.startsWith("image/") ? "" : type;
  }

  private static @Nullable String magic(byte[] b) {
    String head = new String(b, 0, Math.min(b.length, 12), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG")) {
      return "image/png";
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (head.startsWith("GIF8")) {
      return "image/gif";
    }
    if (head.startsWith("%PDF")) {
      return "application/pdf";
    }
    if (head.startsWith("RIFF") && head.length() == 12) {
      return head.endsWith("WEBP") ? "image/webp" : head.endsWith("WAVE") ? "audio/wav" : null;
    }
    return head.startsWith("ID3") ? "audio/mpeg" : null;
  }
}
