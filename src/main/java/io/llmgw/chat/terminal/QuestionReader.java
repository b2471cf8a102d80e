package io.llmgw.chat.terminal;

import java.util.Map;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A line editor with a line about the chat below what is typed. It is part of what is drawn anew at
 * each key and goes when the line is sent, so nothing of it is ever scrolled up; a row that the
 * terminal keeps free at the bottom would stay where it was when the window grows.
 */
final class QuestionReader extends LineReaderImpl {
  private static final int LEAST_ROWS = 8;
  private static final int LEAST_COLUMNS = 40;

  private final Ink ink;
  private String status = "";
  private boolean finishing;
  private @Nullable Runnable afterDrawing;

  QuestionReader(Terminal terminal, Map<String, Object> variables, Ink ink) {
    super(terminal, "llmgw", variables);
    this.ink = ink;
  }

  /** What to show below the next line; empty for nothing. */
  void status(String text) {
    status = text;
  }

  /** What to do once as soon as something can be seen. */
  void afterDrawing(Runnable action) {
    afterDrawing = action;
  }

  @Override
  protected void redisplay(boolean flush) {
    lock.lock();
    try {
      boolean free = post == null && !finishing;
      if (free && shown()) {
        AttributedString line = line();
        post = () -> line;
      }
      super.redisplay(flush);
      if (free) {
        post = null;
      }
      drawn();
    } finally {
      lock.unlock();
    }
  }

  private void drawn() {
    Runnable action = afterDrawing;
    if (action != null) {
      afterDrawing = null;
      action.run();
    }
  }

  private boolean shown() {
    return !status.isEmpty()
        && size.getRows() >= LEAST_ROWS
        && size.getColumns() >= LEAST_COLUMNS
        && !Dumb.is(terminal);
  }

  private AttributedString line() {
    AttributedString cut = new AttributedString(status).columnSubSequence(0, size.getColumns() - 1);
    return AttributedString.fromAnsi(ink.dim(cut.toString()));
  }

  @Override
  protected void doCleanup(boolean newLine) {
    finishing = true;
    try {
      super.doCleanup(newLine);
    } finally {
      finishing = false;
    }
  }
}
