package io.llmgw.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells what a file is by its first bytes, because names lie. */
final class MediaTypes {
  static final String TEXT = "text/plain";
  static final String PDF = "application/pdf";

  private MediaTypes() {}

  /** The type; null when the bytes are neither a known format nor text. */
  static @Nullable String sniff(byte[] bytes) {
    if (starts(bytes, 0, "\u0089PNG\r\n")) {
      return "image/png";
    }
    if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (starts(bytes, 0, "GIF8")) {
      return "image/gif";
    }
    if (starts(bytes, 0, "%PDF-")) {
      return PDF;
    }
    if (starts(bytes, 0, "RIFF")) {
      return starts(bytes, 8, "WEBP")
          ? "image/webp"
          : starts(bytes, 8, "WAVE") ? "audio/wav" : null;
    }
    if (starts(bytes, 0, "ID3") || starts(bytes, 0, "\u00ff\u00fb")) {
      return "audio/mpeg";
    }
    return isText(bytes) ? TEXT : null;
  }

  private static boolean starts(byte[] bytes, int from, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < from + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
