package io.llmgw.cli;

import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.ColorDepth;
import io.llmgw.chat.markdown.ControlStripper;
import io.llmgw.chat.markdown.StreamRenderer;
import io.llmgw.chat.markdown.Style;
import java.io.PrintWriter;

/**
 * Where a one-shot chat prints, and how.
 *
 * @param out gets the answer and nothing else
 * @param err gets everything else
 * @param rendered whether Markdown is rendered
 * @param style how it is rendered
 * @param colors whether {@code err} takes colours
 * @param thinking whether thoughts are printed, to {@code err}
 * @param live whether {@code err} shows that something is going on
 * @param terminal whether {@code out} is one, which obeys control sequences
 * @param warnings whether what goes wrong beside the answer is told, to {@code err}
 * @param footer whether tokens, cost and times are printed, to {@code err}
 */
record ChatScreen(
    PrintWriter out,
    PrintWriter err,
    boolean rendered,
    Style style,
    boolean colors,
    boolean thinking,
    boolean live,
    boolean terminal,
    boolean warnings,
    boolean footer,
    Symbols symbols) {

  static ChatScreen of(
      ChatFlags flags,
      SharedOptions shared,
      Surroundings surroundings,
      PrintWriter out,
      PrintWriter err) {
    Tty tty = surroundings.tty();
    boolean text = shared.output == OutputFormat.TEXT;
    boolean people = text && tty.out() && tty.err() && !shared.quiet;
    boolean rendered =
        text && tty.out() && !flags.raw && flags.extract == null && flags.schema == null;
    boolean colors = shared.color.colors(surroundings, tty.out());
    Symbols symbols = Symbols.of(surroundings.environment());
    Style style =
        new Style(
                colors ? ColorDepth.ANSI_16 : ColorDepth.NONE,
                symbols == Symbols.UNICODE,
                rendered ? TerminalWidth.of(surroundings) : 0)
            .withWrap(Math.max(0, flags.wrap));
    return new ChatScreen(
        out,
        err,
        rendered,
        style,
        shared.color.colors(surroundings, tty.err()),
        flags.showThinking,
        people && !"dumb".equals(surroundings.variable("TERM")),
        tty.out(),
        !shared.quiet,
        people || flags.usage || (shared.verbose && !shared.quiet),
        symbols);
  }

  /** A whole answer. */
  void printAnswer(String text) {
    if (rendered) {
      StreamRenderer.render(text, style).forEach(out::println);
    } else {
      out.println(plain(text).stripTrailing());
    }
  }

  /** A whole text as it may be written: a terminal would obey what a model slips in. */
  String plain(String text) {
    return terminal ? new ControlStripper().strip(text) : text;
  }

  /** A line beside the answer. */
  void note(String text) {
    err.println(dim(text));
    err.flush();
  }

  /** Something that went wrong beside the answer. */
  void warn(String text) {
    if (warnings) {
      note("warning: " + text);
    }
  }

  String dim(String text) {
    return colors ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  String bold(String text) {
    return colors ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
