package io.llmgw.chat.markdown;

/** How a piece of text looks. */
record Look(Hue hue, boolean bold, boolean dim, boolean italic, boolean underline, boolean strike) {
  static final Look PLAIN = new Look(Hue.NONE, false, false, false, false, false);
  static final Look DIM = PLAIN.dimmed();

  static Look of(Hue hue) {
    return PLAIN.with(hue);
  }

  Look with(Hue other) {
    return new Look(other, bold, dim, italic, underline, strike);
  }

  Look bolder() {
    return new Look(hue, true, dim, italic, underline, strike);
  }

  Look dimmed() {
    return new Look(hue, bold, true, italic, underline, strike);
  }

  Look slanted() {
    return new Look(hue, bold, dim, true, underline, strike);
  }

  Look underlined() {
    return new Look(hue, bold, dim, italic, true, strike);
  }

  Look struck() {
    return new Look(hue, bold, dim, italic, underline, true);
  }

  /** The parameters of the SGR sequence that switches from plain to this; empty for plain. */
  String sgr(ColorDepth depth) {
    var codes = new StringBuilder();
    add(codes, bold, "1");
    add(codes, dim, "2");
    add(codes, italic, "3");
    add(codes, underline, "4");
    add(codes, strike, "9");
    add(codes, hue != Hue.NONE, hue.sgr(depth));
    return codes.toString();
  }

  private static void add(StringBuilder codes, boolean wanted, String code) {
    if (wanted) {
      codes.append(codes.isEmpty() ? "" : ";").append(code);
    }
  }
}
