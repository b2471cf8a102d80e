package io.llmgw.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What an unquoted word means: the core schema of <a
 * href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2</a>, and {@code <<} of 1.1. So
 * {@code no} stays a word, {@code 12:30} stays a time and {@code 0777} is 777.
 */
final class CoreSchema extends Resolver {
  private static final Pattern NULL_WORD = Pattern.compile("~|null|Null|NULL");
  private static final Pattern EMPTY_WORD = Pattern.compile("^$");
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.NULL, NULL_WORD, "~nN");
    addImplicitResolver(Tag.NULL, EMPTY_WORD, null);
    addImplicitResolver(Tag.BOOL, TRUTH, "tTfF");
    addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
    addImplicitResolver(Tag.FLOAT, DECIMAL, "-+.0123456789");
    addImplicitResolver(Tag.MERGE, MERGE, "<");
  }

  /**
   * The value of a scalar that was given this tag; text that does not fit the tag stays text.
   *
   * @return null for {@code null}
   */
  static @Nullable Object value(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL) && TRUTH.matcher(text).matches()) {
      return Boolean.valueOf(text);
    }
    if (tag.equals(Tag.INT) && WHOLE.matcher(text).matches()) {
      return whole(text);
    }
    if (tag.equals(Tag.FLOAT) && DECIMAL.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return text;
  }

  private static Object whole(String text) {
    try {
      if (text.startsWith("0x")) {
        return Long.valueOf(text.substring(2), 16);
      }
      return text.startsWith("0o") ? Long.valueOf(text.substring(2), 8) : Long.valueOf(text);
    } catch (NumberFormatException beyondLong) {
      // An identifier made of very many digits is a name to us, not a quantity.
      return text;
    }
  }
}
