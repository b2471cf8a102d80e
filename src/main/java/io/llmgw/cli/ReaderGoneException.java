package io.llmgw.cli;

/**
 * Nobody reads the standard output any more, as after {@code | head}. Unchecked because {@link
 * java.io.PrintWriter} would swallow an {@link java.io.IOException}, and the command would go on
 * paying for tokens.
 */
final class ReaderGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReaderGoneException() {
    super("the reader of the output is gone", null, false, false);
  }
}
