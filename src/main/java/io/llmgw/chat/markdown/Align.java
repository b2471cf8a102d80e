package io.llmgw.chat.markdown;

import java.util.ArrayList;

/** Where a text stands in its column. */
enum Align {
  LEFT,
  CENTER,
  RIGHT;

  /** The line with spaces around it up to that width. */
  StyledLine pad(StyledLine line, int width) {
    int missing = Math.max(0, width - line.width());
    int left =
        switch (this) {
          case LEFT -> 0;
          case CENTER -> missing / 2;
          case RIGHT -> missing;
        };
    var spans = new ArrayList<Span>();
    spans.add(Span.plain(" ".repeat(left)));
    spans.addAll(line.spans());
    spans.add(Span.plain(" ".repeat(missing - left)));
    return new StyledLine(spans);
  }
}
