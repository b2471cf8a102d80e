package io.llmgw.chat.markdown;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Lines as strings for the terminal. Each ends as it began: plain, and outside of any link. */
final class AnsiWriter {
  private static final String ESC = "\u001b";
  private static final String STRING_END = ESC + "\\";

  private final Style style;

  AnsiWriter(Style style) {
    this.style = style;
  }

  List<String> lines(List<StyledLine> lines) {
    return lines.stream().map(this::line).toList();
  }

  String line(StyledLine line) {
    var out = new StringBuilder();
    for (Span span : LineWrapper.merged(line.spans())) {
      write(span, out);
    }
    return out.toString();
  }

  private void write(Span span, StringBuilder out) {
    String sgr = style.colored() ? span.look().sgr(style.colors()) : "";
    boolean linked = style.linksHidden() && !span.link().isEmpty();
    if (linked) {
      out.append(ESC).append("]8;;").append(address(span.link())).append(STRING_END);
    }
    if (sgr.isEmpty()) {
      out.append(span.text());
    } else {
      out.append(ESC).append('[').append(sgr).append('m').append(span.text());
      out.append(ESC).append("[0m");
    }
    if (linked) {
      out.append(ESC).append("]8;;").append(STRING_END);
    }
  }

  /** Only printable ASCII may stand in the sequence; the rest is percent-encoded. */
  private static String address(String link) {
    var encoded = new StringBuilder();
    for (byte each : link.getBytes(StandardCharsets.UTF_8)) {
      boolean printable = each > ' ' && each < 0x7f;
      encoded.append(
          printable ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each));
    }
    return encoded.toString();
  }
}
