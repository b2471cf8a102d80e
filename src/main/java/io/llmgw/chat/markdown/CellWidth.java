package io.llmgw.chat.markdown;

import org.jline.utils.WCWidth;

/** Columns a text takes on a terminal: wide for East Asian and emoji, none for combining marks. */
final class CellWidth {
  /** Below it every printable character takes one column and stands alone. */
  private static final char FIRST_COMBINING = 0x300;

  /** Chars looked at for one character: more are not needed, and looking at all takes long. */
  private static final int LOOK_AHEAD = 40;

  private CellWidth() {}

  static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += clusterLength(text, i)) {
      width += ofCluster(text, i);
    }
    return width;
  }

  /** Chars of what the reader sees as one character. */
  static int clusterLength(String text, int at) {
    return standsAlone(text, at)
        ? 1
        : Math.max(1, WCWidth.charCountForGraphemeCluster(ahead(text, at), 0));
  }

  static int ofCluster(String text, int at) {
    return standsAlone(text, at)
        ? 1
        : Math.max(0, WCWidth.wcwidthForGraphemeCluster(ahead(text, at), 0));
  }

  private static boolean standsAlone(String text, int at) {
    return text.charAt(at) < FIRST_COMBINING
        && (at + 1 == text.length() || text.charAt(at + 1) < FIRST_COMBINING);
  }

  private static String ahead(String text, int at) {
    return text.substring(at, Math.min(text.length(), at + LOOK_AHEAD));
  }
}
