package io.llmgw.bench;

import java.nio.charset.StandardCharsets;

/**
 * Bytes built once with a place for an eight-digit number. The number goes from the request into
 * the answer, so that an answer that belongs to another request is seen as an error.
 */
final class NonceTemplate {
  static final int DIGITS = 8;
  static final String PLACE = "00000000";

  private final byte[] bytes;
  private final int place;

  private NonceTemplate(byte[] bytes, int place) {
    this.bytes = bytes;
    this.place = place;
  }

  /** Takes a text that contains {@link #PLACE} once. */
  static NonceTemplate of(String text) {
    int place = text.indexOf(PLACE);
    if (place < 0 || text.indexOf(PLACE, place + 1) >= 0) {
      throw new IllegalArgumentException("not exactly one place for the number in: " + text);
    }
    return new NonceTemplate(text.getBytes(StandardCharsets.US_ASCII), place);
  }

  /** A template with bytes of its own, for use by one connection. */
  NonceTemplate copy() {
    return new NonceTemplate(bytes.clone(), place);
  }

  /** Writes the digits found at {@code from} and returns the bytes of this template. */
  byte[] stamp(byte[] source, int from) {
    System.arraycopy(source, from, bytes, place, DIGITS);
    return bytes;
  }

  /** Writes {@code nonce}, which has eight digits, and returns the bytes of this template. */
  byte[] stamp(int nonce) {
    int rest = nonce;
    for (int at = place + DIGITS - 1; at >= place; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return bytes;
  }

  /** The digits last written, packed the way {@link AnswerCheck} looks for them. */
  long packed() {
    long packed = 0;
    for (int at = place; at < place + DIGITS; at++) {
      packed = (packed << 8) | bytes[at];
    }
    return packed;
  }
}
