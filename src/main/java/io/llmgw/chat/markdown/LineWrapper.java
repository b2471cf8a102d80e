package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/** Breaks a line at spaces, and a word that is wider than the column where it must. */
final class LineWrapper {
  private final int width;
  private final List<StyledLine> lines = new ArrayList<>();
  private final List<Span> current = new ArrayList<>();
  private int column;

  /** Where {@link #current} can be broken: the number of its characters before the last space. */
  private int breakAt = -1;

  private LineWrapper(int width) {
    this.width = width;
  }

  /**
   * At least one line, none wider than that, unless a single character is.
   *
   * @param width columns, at least 1
   */
  static List<StyledLine> wrap(StyledLine line, int width) {
    if (line.width() <= width) {
      return List.of(line);
    }
    var wrapper = new LineWrapper(Math.max(1, width));
    for (Span span : line.spans()) {
      wrapper.add(span);
    }
    wrapper.flush(wrapper.current);
    return wrapper.lines;
  }

  /** The line cut to that width, with an ellipsis where something is missing. */
  static StyledLine truncate(StyledLine line, int width, String ellipsis) {
    if (line.width() <= width) {
      return line;
    }
    int room = width - CellWidth.of(ellipsis);
    var kept = new ArrayList<Span>();
    for (Span span : line.spans()) {
      int end = 0;
      while (end < span.text().length() && room >= CellWidth.ofCluster(span.text(), end)) {
        room -= CellWidth.ofCluster(span.text(), end);
        end += CellWidth.clusterLength(span.text(), end);
      }
      kept.add(new Span(span.text().substring(0, end), span.look(), span.link()));
      if (end < span.text().length()) {
        break;
      }
    }
    kept.add(new Span(ellipsis, Look.DIM));
    return new StyledLine(kept);
  }

  private void add(Span span) {
    String text = span.text();
    for (int i = 0; i < text.length(); ) {
      int length = CellWidth.clusterLength(text, i);
      append(
          new Span(text.substring(i, i + length), span.look(), span.link()),
          CellWidth.ofCluster(text, i));
      i += length;
    }
  }

  private void append(Span character, int columns) {
    boolean space = character.text().equals(" ");
    if (column + columns > width && !current.isEmpty()) {
      if (space) {
        flush(current);
        current.clear();
        column = 0;
        breakAt = -1;
        return;
      }
      breakLine();
    }
    if (space) {
      breakAt = current.size();
    }
    current.add(character);
    column += columns;
  }

  private void breakLine() {
    int end = breakAt > 0 ? breakAt : current.size();
    var rest = new ArrayList<>(current.subList(Math.min(current.size(), end), current.size()));
    if (!rest.isEmpty()) {
      rest.removeFirst();
    }
    flush(current.subList(0, end));
    current.clear();
    current.addAll(rest);
    column = rest.stream().mapToInt(span -> CellWidth.of(span.text())).sum();
    breakAt = -1;
  }

  private void flush(List<Span> characters) {
    int end = characters.size();
    while (end > 0 && characters.get(end - 1).text().equals(" ")) {
      end--;
    }
    if (end > 0 || lines.isEmpty()) {
      lines.add(new StyledLine(merged(characters.subList(0, end))));
    }
  }

  /** Neighbours of one look made one. */
  static List<Span> merged(List<Span> spans) {
    var merged = new ArrayList<Span>();
    var text = new StringBuilder();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      text.append(span.text());
      if (i + 1 == spans.size() || !span.looksLike(spans.get(i + 1))) {
        merged.add(new Span(text.toString(), span.look(), span.link()));
        text.setLength(0);
      }
    }
    return merged;
  }
}
