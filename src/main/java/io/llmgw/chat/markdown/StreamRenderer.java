package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/**
 * Renders Markdown while it comes. Lines are given out as soon as no text can change them any more,
 * and the source behind them is forgotten; only the last block is read again. However the text is
 * cut into pieces, the lines are those of {@link #render(String, Style)}.
 *
 * <p>Lines carry no line end, start and end in the terminal's plain state, and are not broken
 * unless the style says so. Control sequences of the text are taken out first. Not safe for use by
 * several threads.
 */
public final class StreamRenderer {
  /** Below this the open block is parsed at every line. */
  private static final int SMALL = 1024;

  /** Above this only when it has grown by a part, so that no block costs its square. */
  private static final int LARGE = 4096;

  private static final int GROWTH = 16;

  /** More of an open block than any window shows. */
  private static final int LONGEST_TAIL = 8192;

  private final MarkdownParser parser = new MarkdownParser();
  private Style style;
  private ControlStripper stripper = new ControlStripper();

  /** Complete lines of the block that is still open, and of the lines between blocks. */
  private final StringBuilder pending = new StringBuilder();

  private final StringBuilder partial = new StringBuilder();
  private final List<StyledLine> ready = new ArrayList<>();
  private Carry carry = Carry.START;

  /** How many lines of the open block were given out. */
  private int given;

  private int parsedLength;
  private @Nullable OpenFence fence;

  public StreamRenderer(Style style) {
    this.style = style;
  }

  /** A whole text at once. */
  public static List<String> render(String markdown, Style style) {
    Node document = new MarkdownParser().parse(ControlStripper.clean(markdown));
    return new AnsiWriter(style)
        .lines(BlockRenderer.render(document, Carry.START, false, style).lines());
  }

  /** The style of all lines from now on, as when the window's size has changed. */
  public void restyle(Style changed) {
    this.style = changed;
  }

  /** Takes the next piece of text, cut anywhere; gives the lines that are final now. */
  public List<String> feed(String delta) {
    String text = stripper.strip(delta);
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      partial.append(text, start, end);
      String line = partial.toString();
      partial.setLength(0);
      complete(line);
      start = end + 1;
    }
    partial.append(text, start, text.length());
    return takeReady();
  }

  /**
   * The block that is not final yet, as it may be shown until then. Markers that are only half
   * there are left out. Of a block longer than any window the end.
   */
  public List<String> tail() {
    OpenFence open = fence;
    if (open != null) {
      return open.mayEndWith(partial)
          ? List.of()
          : new AnsiWriter(style).lines(List.of(open.preview(partial.toString())));
    }
    String source = TailCompletion.complete(pending.toString(), partial.toString());
    int cut = source.length() - LONGEST_TAIL;
    Carry before = cut > 0 ? Carry.START : carry;
    String shown = cut > 0 ? source.substring(cut) : source;
    Rendering rendering = BlockRenderer.render(parser.parse(shown), before, true, style);
    int skipped = cut > 0 ? 0 : Math.min(given, rendering.lines().size());
    return new AnsiWriter(style)
        .lines(rendering.lines().subList(skipped, rendering.lines().size()));
  }

  /** The text is over: gives what is left. Afterwards this is as new. */
  public List<String> finish() {
    OpenFence open = fence;
    if (open != null) {
      if (!partial.isEmpty()) {
        complete(partial.toString());
      }
      if (fence != null) {
        ready.add(open.end());
      }
    } else {
      String rest = pending.toString() + partial;
      Rendering rendering = BlockRenderer.render(parser.parse(rest), carry, false, style);
      give(rendering, rendering.lines().size());
    }
    List<String> lines = takeReady();
    reset();
    return lines;
  }

  /** Characters parsed so far, those parsed again counted again. */
  long parsedCharacters() {
    return parser.characters();
  }

  private void reset() {
    stripper = new ControlStripper();
    pending.setLength(0);
    partial.setLength(0);
    carry = Carry.START;
    given = 0;
    parsedLength = 0;
    fence = null;
  }

  private List<String> takeReady() {
    List<String> lines = new AnsiWriter(style).lines(ready);
    ready.clear();
    return lines;
  }

  private void complete(String line) {
    OpenFence open = fence;
    if (open == null) {
      pending.append(line).append('\n');
      if (mayEndBlock(line)) {
        advance(line.isBlank());
      }
    } else if (open.isEnd(line)) {
      ready.add(open.end());
      fence = null;
    } else {
      ready.add(open.line(line));
    }
  }

  private boolean mayEndBlock(String line) {
    int length = pending.length();
    if (length <= SMALL || length - parsedLength > length / GROWTH) {
      return true;
    }
    String text = line.stripLeading();
    return length <= LARGE && (text.isEmpty() || "#`~".indexOf(text.charAt(0)) >= 0);
  }

  private void advance(boolean afterBlank) {
    Node document = parser.parse(pending.toString());
    Node last = document.getLastChild();
    boolean closed = last == null || isClosed(last, afterBlank);
    Rendering rendering = BlockRenderer.render(document, carry, !closed, style);
    if (closed || last instanceof FencedCodeBlock) {
      give(rendering, rendering.lines().size());
      fence = !closed && last instanceof FencedCodeBlock code ? OpenFence.after(code, style) : null;
      drop(lineCount(), rendering.end());
    } else {
      Rendering.Piece open = rendering.open();
      give(rendering, rendering.stable());
      drop(open.sourceLine(), open.carry());
      given = Math.max(0, rendering.stable() - open.renderedLine());
    }
    parsedLength = pending.length();
  }

  private static boolean isClosed(Node block, boolean afterBlank) {
    return switch (block) {
      case Heading _, ThematicBreak _, Definition _ -> true;
      case FencedCodeBlock code -> code.getClosingFenceLength() != null;
      case Paragraph _, TableBlock _, BlockQuote _, LinkReferenceDefinition _ -> afterBlank;
      default -> false;
    };
  }

  private void give(Rendering rendering, int upTo) {
    int from = Math.min(given, upTo);
    ready.addAll(rendering.lines().subList(from, upTo));
    given = 0;
  }

  private int lineCount() {
    return (int) pending.chars().filter(c -> c == '\n').count();
  }

  /** Forgets the first lines of what is pending. */
  private void drop(int lines, Carry then) {
    int at = 0;
    for (int i = 0; i < lines; i++) {
      at = pending.indexOf("\n", at) + 1;
    }
    pending.delete(0, at);
    carry = then.from(lines);
  }
}
