package io.llmgw.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a setting was written.
 *
 * @param source the file's name as people know it, {@code $NAME} of a variable, or a flag
 * @param line from 1; 0 when the source has no lines
 * @param column from 1, in characters; 0 when the source has no lines
 * @param excerpt the line itself with its secrets masked, and the caret's line under it; null when
 *     there is none
 */
public record Position(String source, int line, int column, @Nullable Excerpt excerpt) {

  static Position at(Source source, int line, int column) {
    return new Position(source.name(), line, column, Excerpt.of(source, line, column));
  }

  static Position at(Source source, int line) {
    return new Position(source.name(), line, 0, null);
  }

  static Position of(Source source) {
    return new Position(source.name(), 0, 0, null);
  }

  /** {@code llmgw.yaml:12:7}, or {@code $PORT}. */
  public String label() {
    return column > 0 ? shortLabel() + ":" + column : shortLabel();
  }

  /** {@code llmgw.yaml:12}, or {@code $PORT}. */
  public String shortLabel() {
    return line > 0 ? source + ":" + line : source;
  }
}
