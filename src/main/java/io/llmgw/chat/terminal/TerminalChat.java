package io.llmgw.chat.terminal;

import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.Commands;
import io.llmgw.chat.command.Lines;
import io.llmgw.chat.command.View;
import io.llmgw.chat.markdown.ColorDepth;
import io.llmgw.chat.markdown.Hyperlinks;
import io.llmgw.chat.markdown.StreamRenderer;
import io.llmgw.chat.markdown.Style;
import io.llmgw.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The loop of a chat on a terminal: read a line, do what it asks for, show what comes of it. */
public final class TerminalChat {
  private static final Duration TWICE = Duration.ofSeconds(2);
  private static final Size USUAL = Size.of(80, 24);

  private final Chat chat;
  private final Attachments attachments;
  private final Options options;
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private volatile @Nullable LineInput input;
  private long interrupted = Long.MIN_VALUE;

  /**
   * How it begins and looks.
   *
   * @param environment tells the locale, and the user's editor and pager: the person's own and not
   *     that of a folder's configuration, since programs are started by it
   * @param editorMode {@code vi} or {@code emacs}; null for the latter
   * @param history the file that keeps the lines that were typed
   * @param colors whether to use any
   * @param wrap the longest line of prose; 0 leaves that to the terminal
   * @param thinking whether thoughts are shown
   * @param greeting lines to begin with
   * @param first what to ask first; empty for nothing
   * @param resumed the id of the conversation to go on with; empty for a new one
   * @param chooseChat whether to let the user choose a conversation first
   * @param chooseModel whether to let the user choose a model first
   * @param later what takes a while and can wait until the first prompt is there; runs beside it
   */
  public record Options(
      Environment environment,
      @Nullable String editorMode,
      Path history,
      boolean colors,
      int wrap,
      boolean thinking,
      List<String> greeting,
      String first,
      String resumed,
      boolean chooseChat,
      boolean chooseModel,
      Runnable later) {}

  public TerminalChat(Chat chat, Attachments attachments, Options options) {
    this.chat = chat;
    this.attachments = attachments;
    this.options = options;
  }

  /**
   * Chats on the terminal of this process until its user leaves.
   *
   * @param opening the terminal, which the caller closes
   * @throws IOException when there is no terminal
   */
  public void run(TerminalOpening opening) throws IOException {
    run(opening.terminal());
  }

  /**
   * Chats on a terminal that is only imagined, until its user leaves or the keys are used up.
   *
   * @param keys what is typed
   * @param screen gets what is shown
   */
  public void run(InputStream keys, OutputStream screen) throws IOException {
    try (TypedKeys typed = new TypedKeys(keys);
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .streams(typed, screen)
                .paused(true)
                .graphemeCluster(false)
                .type("xterm-256color")
                .encoding(StandardCharsets.UTF_8)
                .size(USUAL)
                .providers("jni,ffm,exec")
                .build()) {
      run(terminal);
      rest(terminal);
    }
  }

  /** Ends its threads, which would close it at the same time: each does one more character. */
  private static void rest(Terminal terminal) throws IOException {
    try {
      terminal.pause();
      terminal.writer().write('\r');
      terminal.flush();
      terminal.pause(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a terminal was closed");
    }
  }

  /** Chats on that terminal, which the caller closes. */
  void run(Terminal terminal) throws IOException {
    Attributes usual = terminal.getAttributes();
    // at once: what is typed before the first prompt must not be echoed, nor its Enter changed
    terminal.enterRawMode();
    if (terminal.getColumns() <= 0 || terminal.getRows() <= 0) {
      // a terminal that was never told its size, as in some containers
      terminal.setSize(USUAL);
    }
    if (terminal.paused()) {
      terminal.resume();
    }
    BracketedPaste.on(terminal);
    try {
      run(terminal, usual);
    } finally {
      BracketedPaste.off(terminal);
      terminal.setAttributes(usual);
    }
  }

  private void run(Terminal terminal, Attributes usual) throws IOException {
    Environment environment = options.environment();
    Symbols symbols = Symbols.of(environment);
    boolean colors = options.colors() && !Dumb.is(terminal);
    Style style =
        new Style(colors ? ColorDepth.ANSI_16 : ColorDepth.NONE, symbols == Symbols.UNICODE, 0)
            .withWrap(options.wrap())
            .withHyperlinks(Hyperlinks.known(environment::variable));
    View view = new View();
    view.showThinking(options.thinking());
    editorMode(view, options.editorMode());
    TerminalScreen screen =
        new TerminalScreen(
            terminal,
            style,
            view,
            new UserPrograms(terminal, environment, usual),
            new Clipboard(terminal, environment));
    LiveAnswers answers = new LiveAnswers(terminal, screen, symbols, view);
    TerminalTalk opened = new TerminalTalk(chat, attachments, screen, answers, view, symbols);
    Lines lines = new Lines(opened, new Commands());
    Files.createDirectories(options.history().toAbsolutePath().getParent());
    LineInput lineInput =
        new LineInput(
            terminal,
            new ChatCompleter(opened, lines.commands()),
            options.history(),
            screen,
            view,
            screen.ink(),
            symbols);
    input = lineInput;
    lineInput.afterPrompt(() -> {
      Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(style));
      Thread.ofVirtual().name("later").start(options.later());
    });
    begin(opened, lines);
    loop(opened, lines, lineInput, answers.typeAhead());
  }

  private void editorMode(View view, @Nullable String mode) {
    if (mode != null && !mode.equals("vi") && !mode.equals("emacs")) {
      warn("EDITOR_MODE is '%s'; it may be vi or emacs".formatted(mode));
    }
    view.useVi("vi".equals(mode));
  }

  /** Loads what draws an answer, while the first question is typed. */
  private static void warmUp(Style style) {
    StreamRenderer renderer = new StreamRenderer(style);
    renderer.feed("# A\n\n- *b* `c`\n\n| d |\n|---|\n| e |\n\n$x^2$ **f");
    renderer.tail();
    renderer.feed("**\n\n```java\nint g = 1;\nint");
    renderer.tail();
    renderer.finish();
  }

  /** Warns from any thread: above what is being typed, or when the next prompt comes. */
  public void warn(String text) {
    LineInput reader = input;
    if (reader == null || !reader.above("warning: " + text)) {
      warnings.add(text);
    }
  }

  private void tellWarnings(TerminalTalk opened) {
    for (String text = warnings.poll(); text != null; text = warnings.poll()) {
      opened.screen().note("warning: " + text);
    }
  }

  private void begin(TerminalTalk opened, Lines lines) {
    options.greeting().forEach(opened.screen()::note);
    if (!options.resumed().isEmpty()) {
      lines.handle("/resume " + options.resumed());
    } else if (options.chooseChat()) {
      lines.handle("/resume");
    }
    if (options.chooseModel()) {
      lines.handle("/model");
    }
    if (!options.first().isEmpty()) {
      lines.handle(options.first());
    }
  }

  private void loop(TerminalTalk opened, Lines lines, LineInput reader, TypeAhead typed) {
    while (!opened.leaving()) {
      tellWarnings(opened);
      String waiting = typed.nextLine().orElse(null);
      if (waiting != null) {
        opened.screen().say(opened.symbols().prompt() + " " + waiting);
        lines.handle(waiting);
        continue;
      }
      try {
        reader.keys(opened.view().vi());
        String status = opened.view().status() ? StatusText.of(chat, opened.symbols()) : "";
        String begun = typed.takeText() + opened.takePrefill();
        String draft = reader.takeDraft();
        lines.handle(reader.read(begun.isEmpty() ? draft : begun, status));
      } catch (UserInterruptException interrupt) {
        interrupted(opened, interrupt.getPartialLine());
      } catch (EndOfFileException end) {
        opened.leave();
      }
    }
    tellWarnings(opened);
    farewell(opened);
  }

  private void interrupted(TerminalTalk opened, String partial) {
    long now = System.nanoTime();
    boolean twice = interrupted != Long.MIN_VALUE && now - interrupted < TWICE.toNanos();
    if (partial.isEmpty() && twice) {
      opened.leave();
    } else if (partial.isEmpty()) {
      interrupted = now;
      opened.screen().note("Ctrl-C again, Ctrl-D or /exit to leave");
    }
  }

  private void farewell(TerminalTalk opened) {
    boolean kept = !chat.conversation().entries().isEmpty() && chat.saving().keeps();
    if (kept) {
      opened.screen().note("kept: llmgw chat --resume " + chat.session().id());
    }
  }
}
