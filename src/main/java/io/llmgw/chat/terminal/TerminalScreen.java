package io.llmgw.chat.terminal;

import io.llmgw.chat.command.Screen;
import io.llmgw.chat.command.View;
import io.llmgw.chat.markdown.ColorDepth;
import io.llmgw.chat.markdown.ControlStripper;
import io.llmgw.chat.markdown.StreamRenderer;
import io.llmgw.chat.markdown.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/** The screen of a terminal. */
final class TerminalScreen implements Screen {
  private static final int INTERRUPT = 3;
  private static final int ERASE = 8;
  private static final int BACKSPACE = 127;

  private final Terminal terminal;
  private final Style style;
  private final View view;
  private final Ink ink;
  private final UserPrograms programs;
  private final Clipboard clipboard;
  private final LiveTail tail;

  /**
   * @param style with colours when the terminal has any
   */
  TerminalScreen(
      Terminal terminal, Style style, View view, UserPrograms programs, Clipboard clipboard) {
    this.terminal = terminal;
    this.style = style;
    this.view = view;
    this.ink = new Ink(() -> depth() != ColorDepth.NONE);
    this.programs = programs;
    this.clipboard = clipboard;
    this.tail =
        new LiveTail(
            terminal.writer(), this::width, () -> terminal.getSize().getRows(), !Dumb.is(terminal));
  }

  LiveTail tail() {
    return tail;
  }

  Ink ink() {
    return ink;
  }

  /** For the window and the theme as they are now. */
  Style style() {
    return style.withWidth(width()).withColors(depth());
  }

  private ColorDepth depth() {
    boolean none = style.colors() == ColorDepth.NONE;
    return switch (view.theme()) {
      case TERMINAL -> style.colors();
      case MUTED -> none ? ColorDepth.NONE : ColorDepth.ANSI_256;
      case PLAIN -> ColorDepth.NONE;
    };
  }

  private void print(String text) {
    PrintWriter out = terminal.writer();
    out.write(text + "\n");
    out.flush();
  }

  @Override
  public void say(String text) {
    print(new ControlStripper().strip(text));
  }

  @Override
  public void note(String text) {
    print(ink.dim(new ControlStripper().strip(text)));
  }

  @Override
  public void warn(String text, @Nullable String hint) {
    String plain = new ControlStripper().strip(text);
    print(ink.red("error: ") + plain + (hint == null ? "" : "\n" + ink.dim("try: " + hint)));
  }

  @Override
  public void markdown(String text) {
    print(String.join("\n", StreamRenderer.render(text, style())));
  }

  @Override
  public int width() {
    int width = terminal.getSize().getColumns();
    return width > 0 ? width : 80;
  }

  @Override
  public OptionalInt pick(String title, List<Choice> choices) {
    return Dumb.is(terminal)
        ? new NumberedPicker(terminal, this, title, choices).pick()
        : new Picker(terminal, tail, ink, title, choices).pick();
  }

  @Override
  public boolean confirm(String question) {
    print(question + " [y/N] ");
    var before = terminal.enterRawMode();
    try {
      int c = Keys.next(terminal);
      return String.valueOf((char) c).toLowerCase(Locale.ROOT).equals("y");
    } catch (IOException gone) {
      return false;
    } finally {
      terminal.setAttributes(before);
    }
  }

  @Override
  public boolean interrupted() {
    try {
      return terminal.reader().read(20) == INTERRUPT;
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public Optional<String> edit(String text) {
    return programs.edit(text);
  }

  @Override
  public void page(String text) {
    String plain = new ControlStripper().strip(text);
    int rows = plain.lines().mapToInt(line -> Rows.of(line, width()).size()).sum();
    boolean fits = rows < terminal.getSize().getRows() - 2;
    if (fits || Dumb.is(terminal) || !programs.page(plain)) {
      print(plain);
    }
  }

  @Override
  public String copy(String text) {
    return clipboard.copy(text);
  }

  @Override
  public Optional<byte[]> paste() {
    return clipboard.paste();
  }

  @Override
  public Optional<String> secret(String question) {
    terminal.writer().write(question + " ");
    terminal.flush();
    var before = terminal.enterRawMode();
    try {
      StringBuilder typed = new StringBuilder();
      int c = terminal.reader().read();
      while (c >= ' ' || c == ERASE) {
        if (c != ERASE && c != BACKSPACE) {
          typed.append((char) c);
        } else if (!typed.isEmpty()) {
          typed.setLength(typed.length() - 1);
        }
        c = terminal.reader().read();
      }
      boolean sent = c == '\r' || c == '\n';
      return sent && !typed.isEmpty() ? Optional.of(typed.toString().strip()) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    } finally {
      terminal.setAttributes(before);
      print("");
    }
  }

  @Override
  public void clear() {
    terminal.puts(InfoCmp.Capability.clear_screen);
    terminal.flush();
  }
}
