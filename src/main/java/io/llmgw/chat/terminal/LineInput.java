package io.llmgw.chat.terminal;

import static java.util.Objects.requireNonNull;

import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.Blocks;
import io.llmgw.chat.command.Screen;
import io.llmgw.chat.command.View;
import io.llmgw.chat.markdown.ControlStripper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.widget.AutosuggestionWidgets;

/** Where questions are typed: line editing, history, completion, pastes, several lines. */
final class LineInput {
  private static final String NEW_LINE = "llmgw-new-line";
  private static final String EDITOR = "llmgw-editor";
  private static final String THOUGHTS = "llmgw-thoughts";
  private static final String REWIND = "llmgw-rewind";
  private static final int HISTORY = 5_000;

  private final Terminal terminal;
  private final QuestionReader reader;
  private final Ink ink;
  private final Symbols symbols;
  private final Pastes pastes = new Pastes();
  private String draft = "";

  LineInput(
      Terminal terminal,
      Completer completer,
      Path history,
      Screen screen,
      View view,
      Ink ink,
      Symbols symbols) {
    this.terminal = terminal;
    this.ink = ink;
    this.symbols = symbols;
    this.reader =
        new QuestionReader(
            terminal,
            Map.of(
                LineReader.HISTORY_FILE,
                history,
                LineReader.HISTORY_SIZE,
                HISTORY,
                LineReader.HISTORY_FILE_SIZE,
                HISTORY,
                LineReader.SECONDARY_PROMPT_PATTERN,
                ink.dim(symbols.dots() + " "),
                LineReader.AMBIGUOUS_BINDING,
                50L,
                LineReader.LIST_MAX,
                200),
            ink);
    reader.setParser(new ProseParser());
    reader.setCompleter(completer);
    // a history designator would be taken out of the question
    reader.option(Option.DISABLE_EVENT_EXPANSION, true);
    reader.option(Option.CASE_INSENSITIVE, true);
    reader.option(Option.HISTORY_TIMESTAMPED, true);
    reader.option(Option.DISABLE_HIGHLIGHTER, true);
    bind(screen, view);
    new AutosuggestionWidgets(reader).enable();
  }

  /** What to do once, when the first prompt is there. */
  void afterPrompt(Runnable action) {
    reader.afterDrawing(action);
  }

  /**
   * Prints a line above what is being typed.
   *
   * @return false when nothing is, so that it was not printed
   */
  boolean above(String line) {
    boolean reading = reader.isReading();
    if (reading) {
      reader.printAbove(ink.dim(new ControlStripper().strip(line)));
    }
    return reading;
  }

  private void bind(Screen screen, View view) {
    reader
        .getWidgets()
        .put(
            NEW_LINE,
            () -> {
              reader.getBuffer().write("\n");
              return true;
            });
    reader.getWidgets().put(EDITOR, () -> edit(screen));
    reader.getWidgets().put(THOUGHTS, () -> toggleThoughts(view));
    reader.getWidgets().put(REWIND, this::rewind);
    reader.getWidgets().put(LineReader.BEGIN_PASTE, this::paste);
    // it would be switched off after every line, while the chat wants it on throughout
    reader
        .getWidgets()
        .put(
            LineReader.CALLBACK_INIT,
            () -> {
              reader.unsetOpt(Option.BRACKETED_PASTE);
              return true;
            });
    for (String name : List.of(LineReader.EMACS, LineReader.VIINS)) {
      KeyMap<Binding> keys = requireNonNull(reader.getKeyMaps().get(name));
      keys.bind(
          new Reference(NEW_LINE), KeyMap.ctrl('J'), "\u001b\r", "\u001b[13;2u", "\u001b[27;2;13~");
      keys.bind(new Reference(EDITOR), KeyMap.ctrl('G'), KeyMap.ctrl('X') + KeyMap.ctrl('E'));
      keys.bind(
          new Reference(LineReader.UP_LINE_OR_SEARCH), "\u001b[A", "\u001bOA", KeyMap.ctrl('P'));
      keys.bind(
          new Reference(LineReader.DOWN_LINE_OR_SEARCH), "\u001b[B", "\u001bOB", KeyMap.ctrl('N'));
      keys.bind(new Reference(THOUGHTS), KeyMap.ctrl('T'));
    }
    // with vi's keys an escape is something else
    requireNonNull(reader.getKeyMaps().get(LineReader.EMACS))
        .bind(new Reference(REWIND), "\u001b\u001b");
  }

  private boolean toggleThoughts(View view) {
    view.showThinking(!view.thinking());
    reader.printAbove(ink.dim("thoughts are " + (view.thinking() ? "shown" : "hidden")));
    return true;
  }

  private boolean rewind() {
    draft = reader.getBuffer().toString();
    reader.getBuffer().clear();
    reader.getBuffer().write("/rewind");
    reader.callWidget(LineReader.ACCEPT_LINE);
    return true;
  }

  /** What was typed when the line became something else, once. */
  String takeDraft() {
    String text = draft;
    draft = "";
    return text;
  }

  private boolean edit(Screen screen) {
    Optional<String> text = screen.edit(pastes.expand(reader.getBuffer().toString()));
    text.ifPresent(changed -> {
      reader.getBuffer().clear();
      reader.getBuffer().write(changed);
    });
    reader.callWidget(LineReader.REDRAW_LINE);
    return true;
  }

  /** Takes what was pasted whole; a long one is shown as one line that stands for it. */
  private boolean paste() {
    int before = reader.getBuffer().cursor();
    requireNonNull(reader.getBuiltinWidgets().get(LineReader.BEGIN_PASTE)).apply();
    int after = reader.getBuffer().cursor();
    String pasted = reader.getBuffer().substring(before, after);
    String shown = pastes.collapse(pasted);
    if (!shown.equals(pasted)) {
      reader.getBuffer().backspace(after - before);
      reader.getBuffer().write(shown);
    }
    return true;
  }

  /** Uses vi's keys, or emacs'; a line that comes as a whole needs neither. */
  void keys(boolean vi) {
    if (Dumb.is(terminal)) {
      return;
    }
    Map<String, KeyMap<Binding>> maps = reader.getKeyMaps();
    maps.put(LineReader.MAIN, maps.get(vi ? LineReader.VIINS : LineReader.EMACS));
  }

  /**
   * Waits for a question.
   *
   * @param begun what it begins with; may be empty
   * @param status the line at the bottom; empty for none
   * @throws org.jline.reader.UserInterruptException after Ctrl-C
   * @throws org.jline.reader.EndOfFileException after Ctrl-D, or when the terminal is gone
   */
  String read(String begun, String status) {
    reader.status(status);
    reader.setOpt(Option.BRACKETED_PASTE);
    String line =
        reader.readLine(ink.prompt(symbols.prompt()) + " ", null, (Character) null, begun);
    return Blocks.joined(pastes.expand(line));
  }
}
