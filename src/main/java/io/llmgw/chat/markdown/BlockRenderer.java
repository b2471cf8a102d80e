package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document as lines. Blank lines are those of the source, several made one; so nothing
 * depends on text that is still to come, except the last block.
 */
final class BlockRenderer {
  private static final int RULE = 40;
  private static final String[] BULLETS = {"•", "◦", "▪"};

  private final Style style;
  private final Carry before;
  private final @Nullable Node openLeaf;
  private final List<StyledLine> lines = new ArrayList<>();
  private final Margin margin = new Margin();
  private boolean anything;
  private int lastLine;
  private int stable = -1;
  private int listDepth;
  private Rendering.Piece piece;

  private BlockRenderer(Carry before, @Nullable Node openLeaf, Style style) {
    this.style = style;
    this.before = before;
    this.openLeaf = openLeaf;
    this.anything = before.anything();
    this.lastLine = before.lastLine();
    this.piece = new Rendering.Piece(0, 0, before);
  }

  /**
   * @param open whether more text may follow
   */
  static Rendering render(Node document, Carry before, boolean open, Style style) {
    var renderer = new BlockRenderer(before, open ? openLeaf(document) : null, style);
    renderer.children(document);
    int stable = renderer.stable < 0 ? renderer.lines.size() : renderer.stable;
    return new Rendering(renderer.lines, stable, renderer.piece, renderer.carry(-1));
  }

  /**
   * The first node that the next line of the source can still change; null in an empty document.
   */
  private static @Nullable Node openLeaf(Node document) {
    Node node = document.getLastChild();
    while (node != null && isContainer(node) && node.getLastChild() != null) {
      node = node.getLastChild();
    }
    while (node != null && followsDefinition(node)) {
      node = node.getPrevious();
    }
    return node;
  }

  private static boolean isContainer(Node node) {
    return node instanceof BlockQuote || node instanceof ListBlock || node instanceof ListItem;
  }

  /** A definition over several lines belongs to a paragraph until that ends. */
  private static boolean followsDefinition(Node node) {
    return (node instanceof Paragraph || node instanceof LinkReferenceDefinition)
        && node.getPrevious() instanceof LinkReferenceDefinition;
  }

  /** The head of a table was the last line of a paragraph, and may not be read without it. */
  private static boolean endsParagraph(Node node) {
    return node instanceof TableBlock
        && node.getPrevious() instanceof Paragraph paragraph
        && MarkdownParser.lastLine(paragraph) + 1 == MarkdownParser.firstLine(node);
  }

  private Carry carry(int number) {
    return new Carry(anything, lastLine, number);
  }

  private void children(Node parent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (parent instanceof Document && !followsDefinition(node) && !endsParagraph(node)) {
        beginPiece(node, -1);
      }
      if (node == openLeaf && !(node instanceof FencedCodeBlock)) {
        stable = lines.size();
      }
      block(node);
    }
  }

  private void beginPiece(Node node, int number) {
    piece = new Rendering.Piece(MarkdownParser.firstLine(node), lines.size(), carry(number));
  }

  private void block(Node node) {
    switch (node) {
      case Heading heading -> heading(heading);
      case Paragraph paragraph -> inlines(paragraph, Look.PLAIN, "");
      case FencedCodeBlock code -> fenced(code);
      case IndentedCodeBlock code -> code(code, CodeFence.linesOf(code.getLiteral()), "", true);
      case HtmlBlock html -> html(html);
      case ThematicBreak rule -> {
        separate(rule, MarkdownParser.lastLine(rule));
        emit(StyledLine.of(new Span(style.symbol("─", "-").repeat(rule()), Look.DIM)));
      }
      case TableBlock table -> table(table);
      case Definition definition -> definition(definition, definition.line());
      case LinkReferenceDefinition each -> definition(each, line(each));
      case BlockQuote quote -> {
        margin.enterQuote(new Span(style.symbol("│ ", "> "), Look.of(Hue.QUOTE)));
        children(quote);
        margin.leave();
      }
      case ListBlock list -> list(list);
      default -> children(node);
    }
  }

  private int rule() {
    int room = style.width() == 0 ? RULE : style.width() - margin.width();
    return Math.clamp(room, 3, RULE);
  }

  private void heading(Heading heading) {
    Look look = Look.of(Hue.HEADING).bolder();
    look = heading.getLevel() == 1 ? look.underlined() : look;
    look = heading.getLevel() > 2 ? Look.PLAIN.bolder() : look;
    inlines(heading, look, style.colored() ? "" : "#".repeat(heading.getLevel()) + " ");
  }

  private void inlines(Node node, Look look, String mark) {
    separate(node, MarkdownParser.lastLine(node));
    List<StyledLine> content = InlineRenderer.render(node, look, style);
    for (int i = 0; i < content.size(); i++) {
      StyledLine line = content.get(i);
      boolean marked = i == 0 && !mark.isEmpty();
      prose(marked ? StyledLine.of(List.of(new Span(mark, look)), line) : line);
    }
  }

  private void fenced(FencedCodeBlock code) {
    boolean ended = code != openLeaf || code.getClosingFenceLength() != null;
    code(code, CodeFence.linesOf(code.getLiteral()), code.getInfo(), ended);
    if (code == openLeaf) {
      stable = lines.size();
    }
  }

  private void code(Node node, List<String> code, @Nullable String info, boolean ended) {
    boolean fenced = node instanceof FencedCodeBlock;
    int end = MarkdownParser.firstLine(node) + code.size() - 1;
    separate(node, fenced ? MarkdownParser.lastLine(node) : end);
    if (margin.hasMark()) {
      emit(StyledLine.EMPTY);
    }
    for (StyledLine line : CodeFence.whole(info == null ? "" : info, code, ended, style)) {
      lines.add(trimmed(margin.bars(), line));
    }
  }

  private void html(HtmlBlock html) {
    List<String> source = html.getLiteral().stripTrailing().lines().toList();
    separate(html, MarkdownParser.firstLine(html) + source.size() - 1);
    source.forEach(line -> emit(StyledLine.of(new Span(line, Look.DIM))));
  }

  private void table(TableBlock table) {
    separate(table, MarkdownParser.lastLine(table));
    int room = style.width() == 0 ? 0 : Math.max(1, style.width() - margin.width());
    TableRenderer.render(table, style, room).forEach(this::emit);
  }

  private void definition(Node definition, String line) {
    separate(definition, MarkdownParser.lastLine(definition));
    emit(StyledLine.of(new Span(line, Look.DIM)));
  }

  private static String line(LinkReferenceDefinition definition) {
    String title = definition.getTitle() == null ? "" : " \"" + definition.getTitle() + "\"";
    return "[" + definition.getLabel() + "]: " + definition.getDestination() + title;
  }

  private void list(ListBlock list) {
    int number = list instanceof OrderedList ordered ? first(ordered) : -1;
    listDepth++;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (list.getParent() instanceof Document) {
        beginPiece(item, number);
      }
      item(list, item, number);
      number = number < 0 ? number : number + 1;
    }
    listDepth--;
  }

  private int first(OrderedList list) {
    boolean goesOn =
        before.number() >= 0 && list.getParent() instanceof Document && list.getPrevious() == null;
    Integer start = list.getMarkerStartNumber();
    return goesOn ? before.number() : start == null ? 1 : start;
  }

  private void item(ListBlock list, Node item, int number) {
    margin.enterItem(new Span(mark(list, item, number), Look.of(Hue.LITERAL)));
    if (item == openLeaf) {
      stable = lines.size();
    }
    if (item.getFirstChild() == null) {
      separate(item, MarkdownParser.firstLine(item));
      emit(StyledLine.EMPTY);
    } else {
      children(item);
    }
    margin.leave();
  }

  private String mark(ListBlock list, Node item, int number) {
    if (list instanceof OrderedList ordered) {
      String delimiter = ordered.getMarkerDelimiter();
      return number + (delimiter == null ? "." : delimiter) + " ";
    }
    if (list instanceof BulletList && item.getFirstChild() instanceof Paragraph paragraph) {
      String task = task(paragraph);
      if (!task.isEmpty()) {
        return task;
      }
    }
    return style.symbol(BULLETS[(listDepth - 1) % BULLETS.length], "-") + " ";
  }

  /** The box of a task, which is taken from its text; empty when it is none. */
  private String task(Paragraph paragraph) {
    var text = new StringBuilder();
    Node node = paragraph.getFirstChild();
    while (node instanceof Text part && text.length() < 4) {
      text.append(part.getLiteral());
      node = node.getNext();
    }
    if (text.length() < 4 || !text.substring(0, 4).matches("\\[[ xX]] ")) {
      return "";
    }
    while (paragraph.getFirstChild() != node) {
      paragraph.getFirstChild().unlink();
    }
    paragraph.prependChild(new Text(text.substring(4)));
    return text.charAt(1) == ' ' ? style.symbol("☐ ", "[ ] ") : style.symbol("☑ ", "[x] ");
  }

  /** Begins a block: with an empty line if the source has one. */
  private void separate(Node node, int end) {
    if (anything && MarkdownParser.firstLine(node) > lastLine + 1) {
      lines.add(trimmed(margin.between(), StyledLine.EMPTY));
    }
    anything = true;
    lastLine = end;
  }

  private void prose(StyledLine line) {
    int room = style.wrap() - margin.width();
    List<StyledLine> broken =
        style.wrap() == 0 ? List.of(line) : LineWrapper.wrap(line, Math.max(1, room));
    broken.forEach(this::emit);
  }

  private void emit(StyledLine line) {
    lines.add(trimmed(margin.next(), line));
  }

  /** An empty line has nothing behind the last mark. */
  private static StyledLine trimmed(List<Span> before, StyledLine line) {
    if (!line.isBlank() || before.isEmpty()) {
      return StyledLine.of(before, line);
    }
    var marks = new ArrayList<>(before);
    while (!marks.isEmpty()) {
      Span last = marks.removeLast();
      String text = last.text().stripTrailing();
      if (!text.isEmpty()) {
        marks.add(new Span(text, last.look()));
        break;
      }
    }
    return new StyledLine(marks);
  }
}
