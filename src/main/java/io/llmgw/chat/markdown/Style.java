package io.llmgw.chat.markdown;

/**
 * What the terminal can show and its owner wants.
 *
 * @param unicode whether symbols and box drawing may be used for what we add; the text itself is
 *     left as it is
 * @param width columns of the terminal, for tables and rules; 0 when unknown
 * @param wrap column at which prose is broken; 0 leaves it to the terminal, so that a paragraph can
 *     be copied as one line
 * @param hyperlinks whether links are written as OSC 8 in place of their address; needs colours
 */
public record Style(ColorDepth colors, boolean unicode, int width, int wrap, boolean hyperlinks) {
  public Style {
    if (width < 0 || wrap < 0) {
      throw new IllegalArgumentException("width " + width + " and wrap " + wrap + " must be >= 0");
    }
  }

  /** No wrap, no hyperlinks. */
  public Style(ColorDepth colors, boolean unicode, int width) {
    this(colors, unicode, width, 0, false);
  }

  public Style withWidth(int columns) {
    return new Style(colors, unicode, columns, wrap, hyperlinks);
  }

  public Style withColors(ColorDepth depth) {
    return new Style(depth, unicode, width, wrap, hyperlinks);
  }

  public Style withWrap(int columns) {
    return new Style(colors, unicode, width, columns, hyperlinks);
  }

  public Style withHyperlinks(boolean wanted) {
    return new Style(colors, unicode, width, wrap, wanted);
  }

  /** Whether emphasis can be seen without its markers. */
  boolean colored() {
    return colors != ColorDepth.NONE;
  }

  boolean linksHidden() {
    return hyperlinks && colored();
  }

  /** The symbol, or its stand-in where only ASCII is safe. */
  String symbol(String symbol, String ascii) {
    return unicode ? symbol : ascii;
  }
}
