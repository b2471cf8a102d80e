package io.llmgw.provider.bedrock;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Thinking that nobody may read, put together from pieces that are base64 each. */
final class RedactedText {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

  void add(String piece) {
    try {
      bytes.writeBytes(Base64.getDecoder().decode(piece));
    } catch (IllegalArgumentException _) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, "The provider sent redacted thinking that is not base64.");
    }
  }

  /** All of it in base64; empty for nothing. */
  String whole() {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
