package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodeLexerTest {
  static Stream<String> languages() {
    return Language.ALL.keySet().stream().sorted();
  }

  private static String text(CodeLexer.Line line) {
    return line.spans().stream().map(Span::text).collect(Collectors.joining());
  }

  /** Each piece with its colour before it, plain ones without. */
  private static String read(String language, String code) {
    CodeLexer lexer = CodeLexer.of(language);
    var state = CodeLexer.State.START;
    var out = new StringBuilder();
    for (String line : code.split("⏎")) {
      CodeLexer.Line read = lexer.read(line, state);
      state = read.next();
      out.append(out.isEmpty() ? "" : "⏎");
      for (Span span : read.spans()) {
        String name = span.look().dim() ? "COMMENT" : span.look().hue().name();
        out.append(name.equals("NONE") ? span.text() : "<" + name + " " + span.text() + ">");
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '§',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          java¦"a\\"b" // c¦<STRING "a\\"b"> <COMMENT // c>
          java¦/* a⏎b */ c¦<COMMENT /* a>⏎<COMMENT b */> c
          java¦x = "open⏎y¦x = <STRING "open>⏎y
          kotlin¦/* /* */ a */ b¦<COMMENT /* /* */ a */> b
          java¦/* /* */ a */ b¦<COMMENT /* /* */> a */ b
          rust¦&'a str 'b' r"\\"¦&'a <KEYWORD str> <STRING 'b'> <STRING r"\\">
          python¦'''a⏎b''' + 1.5¦<STRING '''a>⏎<STRING b'''> + <NUMBER 1.5>
          js¦`a⏎${b}` c¦<STRING `a>⏎<STRING ${b}`> c
          sql¦select 'it''s' FROM x¦<KEYWORD select> <STRING 'it''s'> <KEYWORD FROM> x
          json¦{"a": "b"}¦{<NAME "a">: <STRING "b">}
          yaml¦- a: b: c # d¦- <NAME a>: b: c <COMMENT # d>
          sh¦a#b $c #d¦a#b <META $c> <COMMENT #d>
          html¦<a b="c">d</a>⏎<!-- x⏎y --> if¦<KEYWORD <a> <NAME b>=<STRING "c"><KEYWORD >>d<KEYWORD </a>>⏎<COMMENT <!-- x>⏎<COMMENT y -->> if
          html¦<a⏎b="c">d¦<KEYWORD <a>⏎<NAME b>=<STRING "c"><KEYWORD >>d
          diff¦+a⏎-b⏎ c⏎@@ x¦<ADDED +a>⏎<REMOVED -b>⏎ c⏎<META @@ x>
          md¦# a⏎b¦<HEADING # a>⏎b
          c¦#include <a.h>¦<META #include> <a.h>
          go¦if x := 0x1F; 1..2¦<KEYWORD if> x := <NUMBER 0x1F>; <NUMBER 1>..<NUMBER 2>
          nosuch¦if "a" // b¦if "a" // b
          """)
  void colours(String language, String code, String colored) {
    assertThat(read(language, code)).isEqualTo(colored);
  }

  @ParameterizedTest
  @CsvSource({
    "Java",
    "java title=x",
    "{.java .numberLines}",
    "java:line",
    "java,ignore",
    "kt",
    "c++",
    "C#"
  })
  void findsTheLanguageByWhatFollowsTheFence(String info) {
    assertThat(Language.named(info)).isNotNull();
  }

  @Test
  void knowsTheLanguagesThatModelsWriteMost() {
    assertThat(Language.ALL.keySet())
        .contains(
            "java", "kotlin", "js", "ts", "python", "go", "rust", "c", "cpp", "c++", "c#", "cs")
        .contains("sh", "bash", "sql", "json", "yaml", "yml", "xml", "html", "diff", "md", "toml");
  }

  /** Pieces that open, close and escape something in one language or another. */
  @ParameterizedTest
  @MethodSource("languages")
  void neverChangesTheText(String language) {
    Set<String> marks =
        Stream.concat(
                Language.ALL.values().stream()
                    .flatMap(each -> each.regions().stream())
                    .flatMap(region -> Stream.of(region.open(), region.close())),
                Stream.of(
                    "a", " ", "1", "\\", "@", "$", "#", "-", ":", "=", "<", ">", "é", "漢", "\t"))
            .collect(Collectors.toSet());
    String[] pieces = marks.stream().sorted().toArray(String[]::new);
    var random = new Random(language.hashCode());
    CodeLexer lexer = CodeLexer.of(language);
    var state = CodeLexer.State.START;
    for (int i = 0; i < 200; i++) {
      String line =
          random
              .ints(random.nextInt(12), 0, pieces.length)
              .mapToObj(piece -> pieces[piece])
              .collect(Collectors.joining());
      CodeLexer.Line read = lexer.read(line, state);
      assertThat(text(read)).isEqualTo(line);
      state = read.next();
    }
  }

  @Test
  void hasAHueForEveryWord() {
    Map<String, Hue> words = Language.ALL.get("java").words();
    assertThat(words).containsEntry("record", Hue.KEYWORD).containsEntry("null", Hue.LITERAL);
  }
}
