package io.llmgw.chat.markdown;

/**
 * What a piece of a document must know of the text before it.
 *
 * @param anything whether something was rendered already
 * @param lastLine line on which that ended, counted from the piece's first, so negative
 * @param number of the first item, if the piece begins with an item of an ordered list whose
 *     earlier items are gone; else negative
 */
record Carry(boolean anything, int lastLine, int number) {
  static final Carry START = new Carry(false, -1, -1);

  /** Seen from a piece that begins that many lines later. */
  Carry from(int lines) {
    return new Carry(anything, lastLine - lines, number);
  }
}
