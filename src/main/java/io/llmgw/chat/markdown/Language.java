package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one programming language; see {@code languages.txt} for the meaning.
 *
 * @param regions what goes from one mark to another, the longest opening mark first
 * @param keyMark what names stand before; empty for none
 */
record Language(
    Map<String, Hue> words,
    List<Region> regions,
    List<String> metas,
    List<Start> starts,
    String keyMark,
    Set<Option> options) {

  enum Option {
    IGNORECASE,
    DASHES,
    TAGS,
    SPACED
  }

  /** What a region is, and where it ends. */
  enum Kind {
    LINE_COMMENT,
    BLOCK_COMMENT,
    NESTED_COMMENT,
    /** Ends with its line, if not before. */
    STRING,
    /** May go over lines. */
    TEXT,
    /** One character between quotes; a quote that does not begin one has no meaning. */
    CHARACTER;

    boolean isComment() {
      return this == LINE_COMMENT || this == BLOCK_COMMENT || this == NESTED_COMMENT;
    }

    boolean isMultiLine() {
      return this == BLOCK_COMMENT || this == NESTED_COMMENT || this == TEXT;
    }
  }

  /**
   * A comment or string.
   *
   * @param close empty for the end of the line
   * @param escape what takes the meaning from the next character; NUL for nothing
   */
  record Region(Kind kind, String open, String close, char escape) {}

  /** A line that begins so is of one colour. */
  record Start(String prefix, Hue hue) {}

  /** Every language by its names, in lower case. */
  static final Map<String, Language> ALL = read(SymbolFile.lines("languages.txt"));

  /** The language of a block by what stands after its opening fence, if it is known. */
  static @Nullable Language named(String info) {
    String name = info.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\{?\\.?", "");
    return ALL.get(name.split("[\\s,:{}(]", 2)[0]);
  }

  boolean is(Option option) {
    return options.contains(option);
  }

  @Nullable Hue hueOf(String word) {
    return words.get(is(Option.IGNORECASE) ? word.toLowerCase(Locale.ROOT) : word);
  }

  private static Map<String, Language> read(List<String> lines) {
    var all = new HashMap<String, Language>();
    var rules = new ArrayList<String>();
    Set<String> names = Set.of();
    for (String line : lines) {
      if (line.startsWith("[") && line.endsWith("]")) {
        put(all, names, rules);
        names = new HashSet<>(Arrays.asList(line.substring(1, line.length() - 1).split(" ")));
        rules.clear();
      } else if (!line.startsWith("#")) {
        rules.add(line);
      }
    }
    put(all, names, rules);
    return Map.copyOf(all);
  }

  private static void put(Map<String, Language> all, Set<String> names, List<String> rules) {
    Language language = of(rules);
    names.forEach(name -> all.put(name, language));
  }

  private static Language of(List<String> rules) {
    var words = new HashMap<String, Hue>();
    var regions = new ArrayList<Region>();
    var metas = new ArrayList<String>();
    var starts = new ArrayList<Start>();
    var options = EnumSet.noneOf(Option.class);
    String keyMark = "";
    for (String rule : rules) {
      String[] parts = rule.split(" ");
      switch (parts[0]) {
        case "keywords" -> words(words, parts, Hue.KEYWORD);
        case "literals" -> words(words, parts, Hue.LITERAL);
        case "line", "block", "string", "text", "char" -> regions.add(region(parts));
        case "meta" -> metas.add(parts[1]);
        case "starts" -> starts.add(new Start(parts[1], Hue.valueOf(parts[2])));
        case "keys" -> keyMark = parts[1];
        case "option" -> options.add(Option.valueOf(parts[1].toUpperCase(Locale.ROOT)));
        default -> throw new IllegalStateException("languages.txt: unknown rule " + rule);
      }
    }
    regions.sort(Comparator.comparingInt((Region region) -> region.open().length()).reversed());
    return new Language(
        Map.copyOf(words),
        List.copyOf(regions),
        List.copyOf(metas),
        List.copyOf(starts),
        keyMark,
        Set.copyOf(options));
  }

  private static void words(Map<String, Hue> words, String[] parts, Hue hue) {
    for (int i = 1; i < parts.length; i++) {
      words.put(parts[i], hue);
    }
  }

  private static Region region(String[] parts) {
    String close = parts.length > 2 ? parts[2] : "";
    String last = parts.length > 3 ? parts[3] : "";
    char escape = last.length() == 1 ? last.charAt(0) : '\0';
    Kind kind =
        switch (parts[0]) {
          case "line" -> Kind.LINE_COMMENT;
          case "block" -> last.equals("nested") ? Kind.NESTED_COMMENT : Kind.BLOCK_COMMENT;
          case "text" -> Kind.TEXT;
          case "char" -> Kind.CHARACTER;
          default -> Kind.STRING;
        };
    return new Region(kind, parts[1], close, escape);
  }
}
