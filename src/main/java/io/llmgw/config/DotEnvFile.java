package io.llmgw.config;

import io.llmgw.config.ConfigNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code NAME=value} lines as python-dotenv and Docker Compose do: {@code export} in front,
 * {@code #} comments, single quotes for text as it stands, double quotes for text with escapes,
 * both over several lines, and {@code ${NAME}} or {@code ${NAME:-default}} outside single quotes.
 */
final class DotEnvFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
  private static final Pattern BLANK = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|$)");
  private static final Pattern SINGLE = Pattern.compile("'([^']*)'");
  private static final Pattern DOUBLE =
      Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("[^\\n]*");
  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private final Source source;
  private final String text;
  private final Environment environment;
  private final Problems problems;
  private final Map<String, Scalar> variables = new LinkedHashMap<>();
  private int at;

  private DotEnvFile(Source source, String text, Environment environment, Problems problems) {
    this.source = source;
    this.text = text.replace("\r\n", "\n");
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * The file's variables; the last of equal names wins. A line that cannot be read is a warning.
   */
  static Map<String, Scalar> read(
      Source source, String text, Environment environment, Problems problems) {
    DotEnvFile file = new DotEnvFile(source, text, environment, problems);
    while (file.at < file.text.length()) {
      file.next();
    }
    return file.variables;
  }

  private void next() {
    if (take(BLANK) != null) {
      return;
    }
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    Matcher name = take(ASSIGNMENT);
    String value = name == null ? null : value();
    if (name == null || value == null) {
      take(BARE);
      problems.warning(
          "The line is not `NAME=value` and is ignored",
          "check that every quote is closed",
          Position.at(source, line));
    } else {
      variables.put(name.group(1), Scalar.of(value, Position.at(source, line)));
    }
  }

  private @Nullable String value() {
    if (at < text.length() && text.charAt(at) == '\'') {
      Matcher quoted = take(SINGLE);
      return quoted == null || take(BLANK) == null ? null : quoted.group(1);
    }
    if (at < text.length() && text.charAt(at) == '"') {
      Matcher quoted = take(DOUBLE);
      return quoted == null || take(BLANK) == null
          ? null
          : refer(quoted.group(1), DotEnvFile::unescape);
    }
    Matcher bare = take(BARE);
    return bare == null
        ? null
        : refer(COMMENT.matcher(bare.group()).replaceFirst("").strip(), UnaryOperator.identity());
  }

  private @Nullable Matcher take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher;
  }

  private String refer(String value, UnaryOperator<String> literal) {
    Matcher matcher = REFERENCE.matcher(value);
    StringBuilder result = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      result.append(literal.apply(value.substring(end, matcher.start())));
      String found = lookUp(matcher.group(1));
      String other = matcher.group(2);
      result.append(found != null && !found.isEmpty() ? found : other == null ? "" : other);
      end = matcher.end();
    }
    return result.append(literal.apply(value.substring(end))).toString();
  }

  private @Nullable String lookUp(String name) {
    String value = environment.variable(name);
    Scalar earlier = variables.get(name);
    return value == null && earlier != null ? earlier.text() : value;
  }

  private static String unescape(String value) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        c = value.charAt(++i);
        switch (c) {
          case 'n' -> result.append('\n');
          case 'r' -> result.append('\r');
          case 't' -> result.append('\t');
          case '"', '\\', '$' -> result.append(c);
          default -> result.append('\\').append(c);
        }
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
