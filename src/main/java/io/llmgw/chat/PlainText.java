package io.llmgw.chat;

/** Takes out of a model's text what would steer the terminal it is printed on. */
public final class PlainText {
  private PlainText() {}

  /**
   * The text without control characters, line ends and tabs excepted.
   *
   * @param terminal false leaves the text as it is, for files and programs
   */
  public static String of(String text, boolean terminal) {
    if (!terminal) {
      return text;
    }
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean steers = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || bidi(c);
      if (steers && plain == null) {
        plain = new StringBuilder(text.substring(0, i));
      } else if (!steers && plain != null) {
        plain.append(c);
      }
    }
    return plain == null ? text : plain.toString();
  }

  private static boolean bidi(char c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }
}
