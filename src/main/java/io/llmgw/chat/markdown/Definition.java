package io.llmgw.chat.markdown;

import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * A line such as {@code [1]: https://example.org "title"}, kept as a line to be read. Links that
 * refer to it stay as they were written: they usually come first, and would have to be changed
 * after they were shown.
 */
final class Definition extends CustomBlock {
  private final String line;

  private Definition(String line) {
    this.line = line;
  }

  String line() {
    return line;
  }

  /** Finds definitions before the parser takes them for its own. */
  static final class Reader extends AbstractBlockParserFactory {
    private static final int CODE_INDENT = 4;

    private static final Pattern LINE =
        Pattern.compile("\\[[^\\[\\]]{1,999}\\]:[ \t]*(?:\\S+(?:[ \t]+[\"'(].*)?|<.*)?[ \t]*");

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      CharSequence line = state.getLine().getContent();
      int start = state.getNextNonSpaceIndex();
      boolean wanted =
          state.getIndent() < CODE_INDENT
              && start < line.length()
              && line.charAt(start) == '['
              && matched.getParagraphLines().isEmpty();
      String text = wanted ? line.subSequence(start, line.length()).toString() : "";
      return LINE.matcher(text).matches()
          ? BlockStart.of(new Line(text.strip())).atIndex(line.length())
          : BlockStart.none();
    }
  }

  private static final class Line extends AbstractBlockParser {
    private final Definition block;

    private Line(String line) {
      this.block = new Definition(line);
    }

    @Override
    public Block getBlock() {
      return block;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
      return BlockContinue.none();
    }
  }
}
