package io.llmgw.chat.markdown;

import java.text.Normalizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of TeX that can be written as one line of Unicode. What it does not know it refuses as a
 * whole: a formula half in TeX is worse than one in TeX.
 */
final class TexReader {
  private static final int DEEPEST = 20;

  private final Map<String, String> symbols;
  private final Map<String, String> raised;
  private final Map<String, String> lowered;

  private TexReader(Map<String, Map<String, String>> tables) {
    this.symbols = tables.getOrDefault("symbols", Map.of());
    this.raised = tables.getOrDefault("raised", Map.of());
    this.lowered = tables.getOrDefault("lowered", Map.of());
  }

  static TexReader standard() {
    return new TexReader(SymbolFile.TEX);
  }

  /** The formula in Unicode, or null when it needs more than a line, or is not known. */
  @Nullable String read(String tex) {
    try {
      var reading = new Reading(tex);
      String text = reading.until('\0', 0);
      return text.strip();
    } catch (NotReadable e) {
      return null;
    }
  }

  /** Says that the formula stays as it is. */
  private static final class NotReadable extends Exception {
    private static final long serialVersionUID = 1;

    private NotReadable() {
      super(null, null, false, false);
    }
  }

  /** One pass over one formula. */
  private final class Reading {
    private final String tex;
    private int at;

    private Reading(String tex) {
      this.tex = tex;
    }

    /** Up to that character, which is passed, or to the end for NUL. */
    private String until(char end, int depth) throws NotReadable {
      if (depth > DEEPEST) {
        throw new NotReadable();
      }
      var out = new StringBuilder();
      while (at < tex.length()) {
        char c = tex.charAt(at);
        if (c == end) {
          at++;
          return out.toString();
        }
        piece(c, out, depth);
      }
      if (end != '\0') {
        throw new NotReadable();
      }
      return out.toString();
    }

    private void piece(char c, StringBuilder out, int depth) throws NotReadable {
      switch (c) {
        case '\\' -> out.append(command(depth));
        case '{' -> {
          at++;
          out.append(until('}', depth + 1));
        }
        case '^' -> out.append(script('^', raised, depth));
        case '_' -> out.append(script('_', lowered, depth));
        case '}', '&', '$' -> throw new NotReadable();
        case '~', ' ', '\n', '\t' -> {
          at++;
          if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
          }
        }
        case '\'' -> {
          at++;
          out.append('′');
        }
        default -> {
          at++;
          out.append(c);
        }
      }
    }

    private String command(int depth) throws NotReadable {
      String name = name();
      String symbol = symbols.get(name);
      if (symbol != null) {
        return symbol;
      }
      return switch (name) {
        case "frac", "dfrac", "tfrac" -> operand(argument(depth)) + "/" + operand(argument(depth));
        case "binom" -> "C(" + argument(depth) + ", " + argument(depth) + ")";
        case "sqrt" -> root(depth);
        case "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "mathsf" ->
            argument(depth);
        case "boldsymbol", "operatorname", "boxed", "mathcal" -> argument(depth);
        case "mathbb" -> doubled(argument(depth));
        case "hat" -> accented(argument(depth), '\u0302');
        case "bar", "overline" -> accented(argument(depth), '\u0304');
        case "vec" -> accented(argument(depth), '\u20d7');
        case "tilde" -> accented(argument(depth), '\u0303');
        case "dot" -> accented(argument(depth), '\u0307');
        case "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr" -> delimiter();
        default -> throw new NotReadable();
      };
    }

    /** After the backslash: letters, or one other character. */
    private String name() throws NotReadable {
      int start = ++at;
      while (at < tex.length() && isLetter(tex.charAt(at))) {
        at++;
      }
      if (at == start && at++ >= tex.length()) {
        throw new NotReadable();
      }
      return tex.substring(start, at);
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private String argument(int depth) throws NotReadable {
      while (at < tex.length() && tex.charAt(at) == ' ') {
        at++;
      }
      if (at >= tex.length() || depth > DEEPEST) {
        throw new NotReadable();
      }
      var out = new StringBuilder();
      piece(tex.charAt(at), out, depth + 1);
      return out.toString();
    }

    private String script(char marker, Map<String, String> small, int depth) throws NotReadable {
      at++;
      String text = argument(depth);
      var out = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        String replaced = small.get(text.substring(i, i + 1));
        if (replaced == null) {
          return text.length() == 1 ? marker + text : marker + "(" + text + ")";
        }
        out.append(replaced);
      }
      return out.toString();
    }

    private String root(int depth) throws NotReadable {
      String degree = "";
      if (at < tex.length() && tex.charAt(at) == '[') {
        at++;
        degree = until(']', depth + 1);
      }
      String sign =
          switch (degree) {
            case "", "2" -> "√";
            case "3" -> "∛";
            case "4" -> "∜";
            default -> throw new NotReadable();
          };
      return sign + operand(argument(depth));
    }

    private String doubled(String letter) throws NotReadable {
      return switch (letter) {
        case "N" -> "ℕ";
        case "Z" -> "ℤ";
        case "Q" -> "ℚ";
        case "R" -> "ℝ";
        case "C" -> "ℂ";
        case "P" -> "ℙ";
        default -> throw new NotReadable();
      };
    }

    private String accented(String text, char accent) throws NotReadable {
      if (text.codePointCount(0, text.length()) != 1) {
        throw new NotReadable();
      }
      return Normalizer.normalize(text + accent, Normalizer.Form.NFC);
    }

    /** A full stop stands for none. */
    private String delimiter() throws NotReadable {
      String text = argument(0);
      return text.equals(".") ? "" : text;
    }

    /** In parentheses, unless it cannot be misread without. */
    private String operand(String text) {
      boolean single =
          text.codePointCount(0, text.length()) == 1
              || (!text.isEmpty() && text.codePoints().allMatch(Character::isDigit));
      boolean closed =
          text.startsWith("(") && text.indexOf(')') == text.length() - 1 && text.length() > 1;
      return single || closed ? text : "(" + text + ")";
    }
  }
}
