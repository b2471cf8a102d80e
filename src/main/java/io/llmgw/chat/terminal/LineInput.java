package io.llmgw.chat.terminal;

import static java.util.Objects.requireNonNull;

import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.Blocks;
import io.llmgw.chat.command.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jline.widget.AutosuggestionWidgets;

/** Where questions are typed: line editing, history, completion, pastes, several lines. */
final class LineInput {
  private static final String NEW_LINE = "llmgw-new-line";
  private static final String EDITOR = "llmgw-editor";
  private static final int LEAST_ROWS = 8;
  private static final int HISTORY = 5_000;

  private final Terminal terminal;
  private final LineReader reader;
  private final Ink ink;
  private final Symbols symbols;
  private final Pastes pastes = new Pastes();

  LineInput(
      Terminal terminal,
      Completer completer,
      Path history,
      Screen screen,
      Ink ink,
      Symbols symbols) {
    this.terminal = terminal;
    this.ink = ink;
    this.symbols = symbols;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("llmgw")
            .parser(new ProseParser())
            .completer(completer)
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, HISTORY)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, ink.dim(symbols.dots() + " "))
            .variable(LineReader.AMBIGUOUS_BINDING, 50L)
            .variable(LineReader.LIST_MAX, 200)
            // a history designator would be taken out of the question
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.AUTO_FRESH_LINE, true)
            .option(Option.HISTORY_TIMESTAMPED, true)
            .option(Option.DISABLE_HIGHLIGHTER, true)
            .build();
    bind(screen);
    new AutosuggestionWidgets(reader).enable();
  }

  private void bind(Screen screen) {
    reader
        .getWidgets()
        .put(
            NEW_LINE,
            () -> {
              reader.getBuffer().write("\n");
              return true;
            });
    reader.getWidgets().put(EDITOR, () -> edit(screen));
    reader.getWidgets().put(LineReader.BEGIN_PASTE, this::paste);
    for (String name : List.of(LineReader.EMACS, LineReader.VIINS)) {
      KeyMap<Binding> keys = requireNonNull(reader.getKeyMaps().get(name));
      keys.bind(
          new Reference(NEW_LINE), KeyMap.ctrl('J'), "\u001b\r", "\u001b[13;2u", "\u001b[27;2;13~");
      keys.bind(new Reference(EDITOR), KeyMap.ctrl('G'), KeyMap.ctrl('X') + KeyMap.ctrl('E'));
      keys.bind(
          new Reference(LineReader.UP_LINE_OR_SEARCH), "\u001b[A", "\u001bOA", KeyMap.ctrl('P'));
      keys.bind(
          new Reference(LineReader.DOWN_LINE_OR_SEARCH), "\u001b[B", "\u001bOB", KeyMap.ctrl('N'));
    }
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

  /** Uses vi's keys, or emacs'. */
  void keys(boolean vi) {
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
    status(status);
    try {
      String line =
          reader.readLine(ink.prompt(symbols.prompt()) + " ", null, (Character) null, begun);
      return Blocks.joined(pastes.expand(line));
    } finally {
      status("");
    }
  }

  private void status(String text) {
    boolean small =
        terminal.getSize().getRows() < LEAST_ROWS || terminal.getType().startsWith("dumb");
    Status line = Status.getStatus(terminal, !text.isEmpty() && !small);
    if (line != null) {
      if (text.isEmpty() || small) {
        line.hide();
      } else {
        line.update(List.of(AttributedString.fromAnsi(ink.dim(text))));
      }
    }
  }
}
