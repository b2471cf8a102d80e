package io.llmgw.chat.markdown;

import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;

/**
 * A block of code that stands in no list or quote and has not ended: each line is final at once.
 */
final class OpenFence {
  private static final int MOST_INDENT = 3;

  private final CodeFence code;
  private final Pattern end;
  private final String mark;
  private final int indent;

  private OpenFence(CodeFence code, String mark, int length, int indent) {
    this.code = code;
    this.mark = mark;
    this.indent = indent;
    this.end = Pattern.compile(" {0,3}" + Pattern.quote(mark) + "{" + length + ",}[ \t]*");
  }

  /** Goes on behind what was read of a block. */
  static OpenFence after(FencedCodeBlock block, Style style) {
    String info = block.getInfo();
    var code = new CodeFence(info == null ? "" : info, style);
    CodeFence.linesOf(block.getLiteral()).forEach(code::line);
    Integer length = block.getOpeningFenceLength();
    return new OpenFence(
        code, block.getFenceCharacter(), length == null ? 3 : length, block.getFenceIndent());
  }

  boolean isEnd(String line) {
    return end.matcher(line).matches();
  }

  /** Whether this is the beginning of a line that may turn out to be the end. */
  boolean mayEndWith(CharSequence start) {
    String text = start.toString();
    String marks = text.strip();
    int before = text.length() - text.stripLeading().length();
    return before <= MOST_INDENT && marks.replace(mark, "").isEmpty();
  }

  StyledLine line(String line) {
    return code.line(dedented(line));
  }

  StyledLine preview(String line) {
    return code.preview(dedented(line));
  }

  StyledLine end() {
    return code.bottom();
  }

  /** Without as many spaces as stood before the opening fence. */
  private String dedented(String line) {
    int at = 0;
    while (at < indent && at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return line.substring(at);
  }
}
