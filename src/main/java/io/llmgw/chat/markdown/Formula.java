package io.llmgw.chat.markdown;

import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.jspecify.annotations.Nullable;

/** TeX between {@code $ $}, {@code $$ $$}, {@code \( \)} or {@code \[ \]}, kept from Markdown. */
final class Formula extends CustomNode {
  private final String source;
  private final @Nullable String unicode;

  private Formula(String source, @Nullable String unicode) {
    this.source = source;
    this.unicode = unicode;
  }

  /** With its delimiters. */
  String source() {
    return source;
  }

  /** How it reads without TeX; the source where it cannot be had so. */
  String readable() {
    return unicode == null ? source : unicode;
  }

  /** Finds formulas before Markdown takes their backslashes and underscores for its own. */
  static final class Reader implements InlineContentParser {
    /** Longer than a formula gets; without a bound many openers would each search to the end. */
    private static final int LONGEST = 1000;

    private static final Pattern TEX = Pattern.compile("\\\\[A-Za-z]|[\\^_=]");

    /** A variable, or an expression without words that does not begin as a price does. */
    private static final Pattern SIMPLE =
        Pattern.compile(
            "(?=.*[A-Za-z])(?!.*[A-Za-z]{3})(?![0-9.,]+[^0-9.,A-Za-z])[-+*/<>()|!.,' A-Za-z0-9]+");

    private final TexReader tex;

    private Reader(TexReader tex) {
      this.tex = tex;
    }

    static InlineContentParserFactory factory(TexReader tex) {
      return new InlineContentParserFactory() {
        @Override
        public Set<Character> getTriggerCharacters() {
          return Set.of('$', '\\');
        }

        @Override
        public InlineContentParser create() {
          return new Reader(tex);
        }
      };
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
      Scanner scanner = state.scanner();
      if (Character.isLetterOrDigit(scanner.peekPreviousCodePoint())) {
        return ParsedInline.none();
      }
      String opener = opener(scanner);
      String closer = closer(opener);
      String content = closer.isEmpty() ? "" : content(scanner, closer);
      if (content.isBlank() || !isMath(opener, content, scanner.peek())) {
        return ParsedInline.none();
      }
      Position end = scanner.position();
      return ParsedInline.of(new Formula(opener + content + closer, tex.read(content)), end);
    }

    private static String opener(Scanner scanner) {
      for (String each : new String[] {"$$", "$", "\\(", "\\["}) {
        if (scanner.next(each)) {
          return each;
        }
      }
      return "";
    }

    private static String closer(String opener) {
      return switch (opener) {
        case "\\(" -> "\\)";
        case "\\[" -> "\\]";
        default -> opener;
      };
    }

    /** What stands before the closer, which is passed; empty if there is none. */
    private static String content(Scanner scanner, String closer) {
      var content = new StringBuilder();
      while (scanner.hasNext() && content.length() < LONGEST) {
        if (scanner.next(closer)) {
          return content.toString();
        }
        char c = scanner.peek();
        scanner.next();
        content.append(c);
        if (c == '\\' && scanner.hasNext()) {
          content.append(scanner.peek());
          scanner.next();
        }
      }
      return "";
    }

    private static boolean isMath(String opener, String content, char after) {
      if (opener.equals("$$")) {
        return true;
      }
      if (!opener.equals("$")) {
        return TEX.matcher(content).find();
      }
      boolean tight =
          !Character.isWhitespace(content.charAt(0))
              && !Character.isWhitespace(content.charAt(content.length() - 1))
              && !Character.isLetterOrDigit(after)
              && content.indexOf('\n') < 0;
      return tight && (TEX.matcher(content).find() || SIMPLE.matcher(content).matches());
    }
  }
}
