package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One line of the screen, or of more where the terminal breaks it. */
record StyledLine(List<Span> spans) {
  static final StyledLine EMPTY = new StyledLine(List.of());

  StyledLine {
    spans = List.copyOf(spans);
  }

  static StyledLine of(Span... spans) {
    return new StyledLine(Arrays.asList(spans));
  }

  static StyledLine of(List<Span> before, StyledLine line) {
    var all = new ArrayList<Span>(before);
    all.addAll(line.spans);
    return new StyledLine(all);
  }

  String plain() {
    var text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString();
  }

  int width() {
    return spans.stream().mapToInt(span -> CellWidth.of(span.text())).sum();
  }

  boolean isBlank() {
    return spans.stream().allMatch(span -> span.text().isBlank());
  }

  /** With a look for what has none of its own. */
  StyledLine over(Look base) {
    return new StyledLine(
        spans.stream()
            .map(span ->
                span.look().equals(Look.PLAIN) ? new Span(span.text(), base, span.link()) : span)
            .toList());
  }
}
