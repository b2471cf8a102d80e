package io.llmgw.chat.markdown;

/**
 * Text of one look.
 *
 * @param link address the text leads to; empty for none
 */
record Span(String text, Look look, String link) {
  /** Keeps out control characters that were not in the source: an entity can stand for any. */
  Span {
    text = ControlStripper.clean(text).replace('\n', ' ');
  }

  Span(String text, Look look) {
    this(text, look, "");
  }

  static Span plain(String text) {
    return new Span(text, Look.PLAIN);
  }

  boolean looksLike(Span other) {
    return look.equals(other.look) && link.equals(other.link);
  }
}
