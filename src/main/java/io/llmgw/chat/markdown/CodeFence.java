package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of code, line by line as it comes. The lines stand at the left edge, with nothing before
 * or after them, so that what is selected with the mouse is the code; marks above and below show
 * where it begins and ends.
 */
final class CodeFence {
  private static final int LONGEST_INFO = 60;

  private final Style style;
  private final String info;
  private final CodeLexer lexer;
  private CodeLexer.State state = CodeLexer.State.START;

  /**
   * @param info what stands after the opening fence: the language, and whatever else
   */
  CodeFence(String info, Style style) {
    this.style = style;
    this.info = info.strip();
    this.lexer = CodeLexer.of(this.info);
  }

  /** The whole block. */
  static List<StyledLine> whole(String info, List<String> code, boolean ended, Style style) {
    var fence = new CodeFence(info, style);
    var lines = new ArrayList<StyledLine>();
    lines.add(fence.top());
    code.forEach(line -> lines.add(fence.line(line)));
    if (ended) {
      lines.add(fence.bottom());
    }
    return lines;
  }

  StyledLine top() {
    String mark = style.symbol("╭─" + (info.isEmpty() ? "" : " "), "```");
    var line = StyledLine.of(new Span(mark + info, Look.DIM));
    return LineWrapper.truncate(line, LONGEST_INFO, style.symbol("…", "..."));
  }

  StyledLine bottom() {
    return StyledLine.of(new Span(style.symbol("╰─", "```"), Look.DIM));
  }

  /** The next line of code. */
  StyledLine line(String code) {
    CodeLexer.Line line = lexer.read(code, state);
    state = line.next();
    return new StyledLine(line.spans());
  }

  /** How a line would look if it came next. */
  StyledLine preview(String code) {
    return new StyledLine(lexer.read(code, state).spans());
  }

  /** Lines of the text of a code block. */
  static List<String> linesOf(String literal) {
    return literal.isEmpty() ? List.of() : List.of(trimEnd(literal).split("\n", -1));
  }

  private static String trimEnd(String literal) {
    return literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
  }
}
