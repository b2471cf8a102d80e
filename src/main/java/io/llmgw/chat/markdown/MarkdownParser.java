package io.llmgw.chat.markdown;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * <a href="https://spec.commonmark.org">CommonMark</a> with tables, strike and formulas. Nesting
 * beyond its bounds is read as text, so that trees are never deep.
 */
final class MarkdownParser {
  private static final int DEEPEST = 40;

  private final Parser parser =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .customBlockParserFactory(new Definition.Reader())
          .customDelimiterProcessor(new Strike.Delimiters())
          .customInlineContentParserFactory(Formula.Reader.factory(TexReader.standard()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(DEEPEST)
          .maxInlineNesting(DEEPEST)
          .build();

  private long characters;

  Node parse(String text) {
    characters += text.length();
    return parser.parse(text);
  }

  /** How much was parsed so far: the measure of how often the same text is parsed again. */
  long characters() {
    return characters;
  }

  /** First line of a block, counted from 0. */
  static int firstLine(Node block) {
    List<SourceSpan> spans = spans(block);
    return spans.isEmpty() ? 0 : spans.getFirst().getLineIndex();
  }

  static int lastLine(Node block) {
    List<SourceSpan> spans = spans(block);
    return spans.isEmpty() ? 0 : spans.getLast().getLineIndex();
  }

  private static List<SourceSpan> spans(Node block) {
    Node node = block;
    while (node.getSourceSpans().isEmpty() && node.getParent() instanceof Block parent) {
      node = parent;
    }
    return node.getSourceSpans();
  }
}
