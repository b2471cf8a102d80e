package io.llmgw.chat.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Makes the unfinished end of a text fit to be shown: markers of which the rest is still to come
 * are left out, and what is open is closed, so that a word does not change its look when its end
 * arrives.
 */
final class TailCompletion {
  /** A line that is only marks so far, which may become anything. */
  private static final Pattern ONLY_MARKS =
      Pattern.compile(
          "[ >]*+(?:[-+*_=#|:~` \t]++|[0-9]{1,9}[.)][ \t]*+|[-+*][ \t]++\\[[ xX]?\\]?[ \t]*+)?");

  private static final Pattern HALF_MARKER = Pattern.compile("(?:[*_~`\\\\]{1,40}+|!?\\[|!)$");
  private static final Pattern HALF_LINK =
      Pattern.compile("!?\\[([^\\[\\]\n]{1,1000}+)(?:\\]\\([^)\n]{0,2000}+)?$");

  private static final Pattern FENCE =
      Pattern.compile(
          "^[ \t>]*(?:[-+*][ \t]+|[0-9]{1,9}[.)][ \t]+)?(?:```|~~~)", Pattern.MULTILINE);

  /** More of a paragraph or line is not looked at. */
  private static final int LOOK_BACK = 2000;

  private final String text;
  private final Deque<String> open = new ArrayDeque<>();

  private TailCompletion(String text) {
    this.text = text;
  }

  /**
   * @param lines complete lines
   * @param partial the beginning of the next
   */
  static String complete(String lines, String partial) {
    if (FENCE.matcher(lines).results().count() % 2 == 1) {
      return lines + partial;
    }
    if (ONLY_MARKS.matcher(partial).matches()) {
      return lines;
    }
    int from = Math.max(0, partial.length() - LOOK_BACK);
    String shown = HALF_LINK.matcher(partial.substring(from)).replaceFirst("$1");
    shown = HALF_MARKER.matcher(shown).replaceFirst("").stripTrailing();
    String source = lines + partial.substring(0, from) + shown;
    return source + new TailCompletion(lastParagraph(source)).closers();
  }

  private static String lastParagraph(String source) {
    int start = Math.max(source.lastIndexOf("\n\n"), source.length() - LOOK_BACK);
    return source.substring(Math.max(0, start));
  }

  /** What closes what is open at the end of the text. */
  private String closers() {
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int run = run(i);
      if (c == '\\') {
        i += 2;
      } else if (c == '`') {
        int end = closing(i + run, run);
        if (end < 0) {
          return "`".repeat(run) + String.join("", open);
        }
        i = end;
      } else if ((c == '*' || c == '_' || c == '~') && run <= 3) {
        mark(i, run);
        i += run;
      } else {
        i += run;
      }
    }
    return String.join("", open);
  }

  private int run(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == text.charAt(from)) {
      end++;
    }
    return end - from;
  }

  /** Behind the next run of that many backticks; negative if there is none. */
  private int closing(int from, int length) {
    for (int i = text.indexOf('`', from); i >= 0; i = text.indexOf('`', i)) {
      int run = run(i);
      i += run;
      if (run == length) {
        return i;
      }
    }
    return -1;
  }

  private void mark(int at, int run) {
    boolean spaceBefore = at == 0 || Character.isWhitespace(text.charAt(at - 1));
    boolean spaceAfter = at + run >= text.length() || Character.isWhitespace(text.charAt(at + run));
    String mark = text.substring(at, at + run);
    if (!spaceBefore && open.contains(mark)) {
      while (!open.pop().equals(mark)) {
        // what was opened within ends with it
      }
    } else if (!spaceAfter && (mark.charAt(0) != '_' || spaceBefore)) {
      open.push(mark);
    }
  }
}
