package io.llmgw.config;

import org.jspecify.annotations.Nullable;

/**
 * Something about the configuration that its author should know. Holds no secret.
 *
 * @param message what is wrong, in one sentence without a full stop
 * @param hint what to do about it
 * @param position where it was written; null when it concerns the configuration as a whole
 */
public record Problem(
    Severity severity, String message, @Nullable String hint, @Nullable Position position) {

  /**
   * How much it matters: an error stops the load, a warning is something ignored, a note something
   * understood.
   */
  public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    String label() {
      return switch (this) {
        case ERROR -> "error";
        case WARNING -> "warning";
        case NOTE -> "note";
      };
    }
  }

  /** One line: severity, place and message. */
  public String summary() {
    String where = position == null ? "" : position.label() + ": ";
    return severity.label() + ": " + where + message;
  }

  /** All of it: the summary, the source line with a caret where there is one, and the hint. */
  public String render() {
    StringBuilder text = new StringBuilder(summary());
    if (position != null && position.excerpt() != null) {
      text.append('\n').append(position.excerpt().render());
    }
    if (hint != null) {
      text.append("\n  hint: ").append(hint);
    }
    return text.toString();
  }
}
