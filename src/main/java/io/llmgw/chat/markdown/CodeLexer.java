package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Colours code line by line, from what {@link Language} knows of it: good enough to read by, and no
 * more. The text of the spans put together is always the line. Code of an unknown language is left
 * plain.
 */
final class CodeLexer {
  /**
   * What a line leaves open.
   *
   * @param region index of the comment or string; negative for none
   * @param depth how often a nested comment was opened, or 1 within a tag
   */
  record State(int region, int depth) {
    static final State START = new State(-1, 0);
    private static final State TAG = new State(-1, 1);

    private boolean inTag() {
      return region < 0 && depth > 0;
    }
  }

  record Line(List<Span> spans, State next) {}

  private static final Look COMMENT = Look.DIM;

  /** A name further to the right is none; looking back from every word would take long. */
  private static final int DEEPEST_KEY = 200;

  private static final Pattern CHARACTER =
      Pattern.compile("'(?:\\\\[^']{1,10}|\\\\'|[^'\\\\]{1,2})'");

  private static final Pattern NUMBER =
      Pattern.compile(
          "0[xXbBoO][0-9a-fA-F_]+\\w*|[0-9][0-9_]*+(?:\\.[0-9][0-9_]*+)?(?:[eE][-+]?[0-9]+)?\\w*");

  private final @Nullable Language language;

  private CodeLexer(@Nullable Language language) {
    this.language = language;
  }

  /**
   * @param info what stands after the opening fence
   */
  static CodeLexer of(String info) {
    return new CodeLexer(Language.named(info));
  }

  /** The next line, after what the line before it left open. */
  Line read(String code, State state) {
    Language known = language;
    if (known == null || code.isEmpty()) {
      return new Line(code.isEmpty() ? List.of() : List.of(Span.plain(code)), state);
    }
    if (state.region() < 0) {
      for (Language.Start start : known.starts()) {
        if (code.startsWith(start.prefix())) {
          return new Line(List.of(new Span(code, Look.of(start.hue()))), state);
        }
      }
    }
    return new Reading(known, code, state).line();
  }

  /** One pass over one line. */
  private static final class Reading {
    private final Language language;
    private final String code;
    private final List<Span> spans = new ArrayList<>();
    private State state;
    private int at;

    private Reading(Language language, String code, State state) {
      this.language = language;
      this.code = code;
      this.state = state;
    }

    private Line line() {
      while (at < code.length()) {
        if (state.region() >= 0) {
          inside(language.regions().get(state.region()), at);
        } else {
          outside();
        }
      }
      boolean open =
          state.region() >= 0 && language.regions().get(state.region()).kind().isMultiLine();
      State next = open || state.inTag() ? state : State.START;
      return new Line(LineWrapper.merged(spans), next);
    }

    private void outside() {
      int region = regionAt();
      if (region >= 0) {
        enter(region);
      } else if (language.is(Language.Option.TAGS)) {
        markup();
      } else if (!meta() && !number() && !word()) {
        take(1, Look.PLAIN);
      }
    }

    private int regionAt() {
      for (int i = 0; i < language.regions().size(); i++) {
        Language.Region region = language.regions().get(i);
        if (code.startsWith(region.open(), at) && begins(region)) {
          return i;
        }
      }
      return -1;
    }

    private boolean begins(Language.Region region) {
      return switch (region.kind()) {
        case CHARACTER -> matcher(CHARACTER).lookingAt();
        case LINE_COMMENT ->
            !language.is(Language.Option.SPACED)
                || at == 0
                || Character.isWhitespace(code.charAt(at - 1));
        // a letter before it would make it the end of a word: r"…" is a string, car" is not
        case TEXT, STRING ->
            !Character.isLetter(region.open().charAt(0)) || at == 0 || !isWord(code.charAt(at - 1));
        case BLOCK_COMMENT, NESTED_COMMENT -> true;
      };
    }

    private void enter(int index) {
      Language.Region region = language.regions().get(index);
      if (region.kind() == Language.Kind.CHARACTER) {
        Matcher matcher = matcher(CHARACTER);
        take(matcher.lookingAt() ? matcher.end() - at : 1, Look.of(Hue.STRING));
        return;
      }
      boolean tag = state.inTag();
      state = new State(index, 1);
      inside(region, at + region.open().length());
      if (tag && state.region() < 0) {
        state = State.TAG;
      }
    }

    /** From here to the region's end, which is looked for from a place further on. */
    private void inside(Language.Region region, int from) {
      int end = endOf(region, from);
      boolean string = !region.kind().isComment();
      boolean key = string && state.region() < 0 && isKey(end);
      Look look = key ? Look.of(Hue.NAME) : string ? Look.of(Hue.STRING) : COMMENT;
      take(end - at, look);
    }

    /** Where the region ends, and the state after it. */
    private int endOf(Language.Region region, int from) {
      int i = from;
      while (i < code.length() && !region.close().isEmpty()) {
        if (region.escape() != '\0' && code.charAt(i) == region.escape()) {
          i += 2;
        } else if (code.startsWith(region.close(), i)) {
          i += region.close().length();
          state = new State(state.region(), state.depth() - 1);
          if (state.depth() <= 0) {
            state = State.START;
            return i;
          }
        } else if (isNested(region, i)) {
          i += region.open().length();
          state = new State(state.region(), state.depth() + 1);
        } else {
          i++;
        }
      }
      return code.length();
    }

    private boolean isNested(Language.Region region, int i) {
      return region.kind() == Language.Kind.NESTED_COMMENT && code.startsWith(region.open(), i);
    }

    private void markup() {
      char c = code.charAt(at);
      if (!state.inTag()) {
        boolean tag = c == '<' && at + 1 < code.length() && opensTag(code.charAt(at + 1));
        int end = tag ? wordEnd(at + 2) : at + 1;
        state = tag ? State.TAG : state;
        take(end - at, tag ? Look.of(Hue.KEYWORD) : Look.PLAIN);
      } else if (c == '>' || code.startsWith("/>", at) || code.startsWith("?>", at)) {
        state = State.START;
        take(c == '>' ? 1 : 2, Look.of(Hue.KEYWORD));
      } else if (c == '"' || c == '\'') {
        int end = code.indexOf(c, at + 1);
        take(end < 0 ? code.length() - at : end + 1 - at, Look.of(Hue.STRING));
      } else {
        int end = wordEnd(at);
        take(Math.max(1, end - at), end > at ? Look.of(Hue.NAME) : Look.PLAIN);
      }
    }

    private static boolean opensTag(char c) {
      return Character.isLetter(c) || c == '/' || c == '!' || c == '?';
    }

    private boolean meta() {
      boolean word = at > 0 && isWord(code.charAt(at - 1));
      for (String prefix : language.metas()) {
        if (!word && code.startsWith(prefix, at)) {
          int start = at + prefix.length();
          int end = wordEnd(start < code.length() && code.charAt(start) == '{' ? start + 1 : start);
          boolean braced = end > start && code.charAt(start) == '{';
          end = braced && end < code.length() && code.charAt(end) == '}' ? end + 1 : end;
          if (end > start) {
            take(end - at, Look.of(Hue.META));
            return true;
          }
        }
      }
      return false;
    }

    private boolean number() {
      char c = code.charAt(at);
      if (c < '0' || c > '9') {
        return false;
      }
      Matcher matcher = matcher(NUMBER);
      take(matcher.lookingAt() ? matcher.end() - at : 1, Look.of(Hue.NUMBER));
      return true;
    }

    private boolean word() {
      int end = wordEnd(at);
      if (end == at) {
        return false;
      }
      Hue hue = isName(end) ? Hue.NAME : language.hueOf(code.substring(at, end));
      take(end - at, hue == null ? Look.PLAIN : Look.of(hue));
      return true;
    }

    /** A bare name is one only at the beginning of its line. */
    private boolean isName(int end) {
      if (at > DEEPEST_KEY || !isKey(end)) {
        return false;
      }
      String before = code.substring(0, at).strip();
      return before.isEmpty() || before.equals("-");
    }

    private boolean isKey(int end) {
      int next = end;
      while (next < code.length() && code.charAt(next) == ' ') {
        next++;
      }
      return !language.keyMark().isEmpty() && code.startsWith(language.keyMark(), next);
    }

    private int wordEnd(int start) {
      int end = start;
      while (end < code.length() && isWord(code.charAt(end))) {
        end++;
      }
      return end;
    }

    private boolean isWord(char c) {
      boolean part = Character.isLetterOrDigit(c) || c == '_';
      return part || (c == '-' && language.is(Language.Option.DASHES));
    }

    private Matcher matcher(Pattern pattern) {
      return pattern.matcher(code).region(at, code.length());
    }

    private void take(int length, Look look) {
      int end = Math.min(code.length(), at + length);
      spans.add(new Span(code.substring(at, end), look));
      at = end;
    }
  }
}
