package io.llmgw.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One line of a file, read only when a message needs it, so that positions stay small. */
public final class Excerpt {
  private static final int WIDTH = 100;
  private static final int SHORTEST_KEY = 14;

  /** What follows a key that names a secret, unless it only refers to a variable. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:key|token|secret|password|passwd|pwd|credentials?|authorization|cookie|_url)"
              + "[\"']?\\s*[:=]\\s*)(?![\"']?os\\.environ/)(?:\"[^\"]*\"|'[^']*'|\\S.*)");

  /** Keys of well-known shapes, wherever they stand. */
  private static final Pattern KEY =
      Pattern.compile("\\b(?:sk|gsk|xai|pplx|AIza|hf|ghp|eyJ)[-_A-Za-z0-9]{12,}");

  private final Source source;
  private final int line;
  private final int column;

  private Excerpt(Source source, int line, int column) {
    this.source = source;
    this.line = line;
    this.column = column;
  }

  static @Nullable Excerpt of(Source source, int line, int column) {
    return source.line(line) == null ? null : new Excerpt(source, line, column);
  }

  /** Two lines: the number and the text, and a caret under the column. */
  public String render() {
    String text = String.valueOf(source.line(line));
    int caret = Math.min(column - 1, text.length());
    int from = caret > WIDTH - 20 ? caret - WIDTH / 2 : 0;
    String before = mask(text.substring(0, caret));
    String shown = mask(text);
    // A masked secret left of the caret makes the line shorter; the caret moves with it.
    if (!shown.startsWith(before)) {
      before = shown.substring(0, Math.min(before.length(), shown.length()));
    }
    int start = Math.min(from, before.length());
    int end = Math.min(shown.length(), start + WIDTH);
    String number = "%5d | ".formatted(line);
    String indent = before.substring(start).replaceAll("[^\\t]", " ");
    return number + shown.substring(start, end) + "\n" + "      | " + indent + "^";
  }

  static String mask(String line) {
    return maskKeys(SECRET.matcher(line).replaceAll("$1****"));
  }

  /** Masks what has the shape of a key. */
  static String maskKeys(String text) {
    return text.length() < SHORTEST_KEY ? text : KEY.matcher(text).replaceAll("****");
  }
}
