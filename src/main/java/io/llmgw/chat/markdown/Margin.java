package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/** What stands before the lines of a block: the marks of the lists and quotes around it. */
final class Margin {
  private static final class Level {
    private final Span first;
    private final Span rest;
    private final boolean bar;
    private boolean used;

    private Level(Span first, Span rest, boolean bar) {
      this.first = first;
      this.rest = rest;
      this.bar = bar;
    }

    private Span next() {
      Span next = used ? rest : first;
      used = true;
      return next;
    }
  }

  private final List<Level> levels = new ArrayList<>();

  void enterItem(Span mark) {
    Span indent = Span.plain(" ".repeat(CellWidth.of(mark.text())));
    levels.add(new Level(mark, indent, false));
  }

  void enterQuote(Span bar) {
    levels.add(new Level(bar, bar, true));
  }

  void leave() {
    levels.removeLast();
  }

  /** Before the next line; an item's mark is given once. */
  List<Span> next() {
    return levels.stream().map(Level::next).toList();
  }

  /** Before a line of code, which is not indented. */
  List<Span> bars() {
    return levels.stream().filter(level -> level.bar).map(Level::next).toList();
  }

  /** Before an empty line: the bars of quotes that have begun. */
  List<Span> between() {
    return levels.stream().filter(level -> level.bar && level.used).map(Level::next).toList();
  }

  /** Whether an item's mark still waits for a line to stand on. */
  boolean hasMark() {
    return levels.stream().anyMatch(level -> !level.bar && !level.used);
  }

  int width() {
    return levels.stream().mapToInt(level -> CellWidth.of(level.rest.text())).sum();
  }
}
