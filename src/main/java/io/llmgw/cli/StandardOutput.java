package io.llmgw.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A UTF-8 writer that does not hide failures: a closed pipe ends the command with {@link
 * ReaderGoneException}, a full disk with {@link CommandException}.
 */
final class StandardOutput extends Writer {
  private final Writer target;

  private StandardOutput(OutputStream stream) {
    this.target = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
  }

  /** Buffered: whoever streams flushes after each piece. */
  static PrintWriter over(OutputStream stream) {
    return new PrintWriter(new StandardOutput(stream), false);
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    try {
      target.write(buffer, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() {
    try {
      target.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    flush();
  }

  private static RuntimeException failure(IOException e) {
    String text = String.valueOf(e.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("pipe") || lower.contains("connection reset")) {
      return new ReaderGoneException();
    }
    return new CommandException(ExitCode.FAILURE, "cannot write the output: " + text, null);
  }
}
