package io.llmgw.chat.markdown;

/**
 * What a colour means. The 16-colour numbers keep to the dark half of the palette and leave out
 * black, white and yellow, one of which is unreadable on any background.
 */
enum Hue {
  NONE(39, 0),
  HEADING(35, 133),
  CODE(36, 30),
  LINK(34, 32),
  QUOTE(32, 65),
  KEYWORD(35, 133),
  LITERAL(36, 30),
  STRING(32, 65),
  NUMBER(36, 30),
  NAME(34, 32),
  META(34, 32),
  ADDED(32, 65),
  REMOVED(31, 131);

  private final int of16;
  private final int of256;

  Hue(int of16, int of256) {
    this.of16 = of16;
    this.of256 = of256;
  }

  /** The parameter of the SGR sequence. */
  String sgr(ColorDepth depth) {
    return depth == ColorDepth.ANSI_256 ? "38;5;" + of256 : Integer.toString(of16);
  }
}
