package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.ConfigNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
  private final Problems problems = new Problems(false);

  private @Nullable Object read(String yaml) {
    ConfigNode node = YamlReader.read(Source.file("a.yaml", yaml), yaml, problems);
    return node == null ? null : new ValueReader(problems).plain(node);
  }

  private List<String> problemsOf(String yaml) {
    read(yaml);
    try {
      return problems.orThrow().stream().map(Problem::summary).toList();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::summary).toList();
    }
  }

  @Nested
  class Words {
    @ParameterizedTest
    @CsvSource({"no", "on", "yes", "off", "y", "n", "12:30", "1_000", "2024-10-21", "0b11", ".inf"})
    void staysText(String word) {
      assertThat(read("k: " + word)).isEqualTo(Map.of("k", word));
    }

    @Test
    void keysStayText() {
      assertThat(read("no: 1\n0777: 2\ntrue: 3"))
          .isEqualTo(Map.of("no", 1L, "0777", 2L, "true", 3L));
    }

    @Test
    void numbersAreThoseOfYaml12() {
      assertThat(read("[0777, 0o17, 0xff, -1, +2, 1.5, 1e3, .5]"))
          .isEqualTo(List.of(777L, 15L, 255L, -1L, 2L, 1.5, 1000.0, 0.5));
    }

    @Test
    void aNumberBeyondLongStaysText() {
      assertThat(read("k: 123456789012345678901234567890"))
          .isEqualTo(Map.of("k", "123456789012345678901234567890"));
    }

    @Test
    void truthIsWrittenTrueOrFalse() {
      assertThat(read("[true, False, TRUE]")).isEqualTo(List.of(true, false, true));
    }

    @Test
    void quotesMakeText() {
      assertThat(read("['1', \"true\", !!str 2]")).isEqualTo(List.of("1", "true", "2"));
    }

    @Test
    void nothingIsNothing() {
      assertThat(read("[~, null, '']")).isEqualTo(List.of(""));
      assertThat(read("a:\nb: 1")).isEqualTo(Map.of("b", 1L));
    }
  }

  @Nested
  class Structure {
    @Test
    void everyValueKnowsItsPlace() {
      String yaml = "a:\n  - b: c\n";
      Mapping root =
          (Mapping)
              Objects.requireNonNull(YamlReader.read(Source.file("a.yaml", yaml), yaml, problems));
      Mapping item =
          (Mapping) ((ConfigNode.Sequence) root.entries().getFirst().value()).items().getFirst();

      assertThat(item.position().label()).isEqualTo("a.yaml:2:5");
      assertThat(item.entries().getFirst().keyPosition().label()).isEqualTo("a.yaml:2:5");
      assertThat(item.entries().getFirst().value().position().label()).isEqualTo("a.yaml:2:8");
    }

    @Test
    void aliasesAndMergesAreWrittenOut() {
      assertThat(
              read(
                  """
                  base: &base {a: 1, b: 2}
                  more: &more {b: 3, c: 4}
                  own: {<<: [*base, *more], a: 9}
                  same: *base
                  """))
          .isEqualTo(
              Map.of(
                  "base", Map.of("a", 1L, "b", 2L),
                  "more", Map.of("b", 3L, "c", 4L),
                  "own", Map.of("a", 9L, "b", 2L, "c", 4L),
                  "same", Map.of("a", 1L, "b", 2L)));
    }

    @Test
    void keepsTheOrderOfKeys() {
      assertThat(String.valueOf(read("{z: 1, a: 2, m: 3}"))).isEqualTo("{z=1, a=2, m=3}");
    }
  }

  @Nested
  class Refusals {
    @Test
    void aKeyTwice() {
      assertThat(problemsOf("a: 1\nb: 2\na: 3\n"))
          .containsExactly("error: a.yaml:3:1: `a` is set twice; the first time in line 1");
    }

    @Test
    void wrongSyntaxWithItsPlace() {
      assertThat(problemsOf("a: [1, 2\nb: 3\n"))
          .singleElement()
          .asString()
          .startsWith("error: a.yaml:2:2: YAML syntax: ");
    }

    @Test
    void tabs() {
      read("a:\n\tb: 1\n");
      assertThat(problems.hasErrors()).isTrue();
      try {
        problems.orThrow();
      } catch (ConfigException e) {
        assertThat(e).hasMessageContaining("a.yaml:2:1").hasMessageContaining("replace the tab");
      }
    }

    @Test
    void invisibleCharacters() {
      assertThat(problemsOf("a: 1\nb: x\u0007y\n"))
          .containsExactly("error: a.yaml:2:5: YAML syntax: the character U+0007 is not allowed");
    }

    @Test
    void tagsThatMakeObjects() {
      assertThat(problemsOf("a: !!javax.script.ScriptEngineManager []\n"))
          .containsExactly(
              "error: a.yaml:1:4: YAML syntax: Global tag is not allowed:"
                  + " tag:yaml.org,2002:javax.script.ScriptEngineManager");
    }

    @Test
    void tagsOfItsOwn() {
      assertThat(problemsOf("a: 1\nb: !own 1\n"))
          .containsExactly("error: a.yaml:2:4: The tag `!own` has no meaning here");
    }

    @Test
    void aSecondDocument() {
      assertThat(problemsOf("a: 1\n---\nb: 2\n"))
          .singleElement()
          .asString()
          .contains("single document");
    }

    @Test
    void tooManyAliases() {
      assertThat(problemsOf("a: &a [1]\nb: [" + "*a, ".repeat(21) + "]\n"))
          .singleElement()
          .asString()
          .contains("aliases");
    }

    @Test
    void aliasesThatMultiply() {
      StringBuilder yaml = new StringBuilder("a0: &a0 [" + "x, ".repeat(30_000) + "]\n");
      for (int i = 1; i < 6; i++) {
        yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(3)));
      }
      assertThat(problemsOf(yaml.toString()))
          .singleElement()
          .asString()
          .contains("more than 200000 values");
    }

    @Test
    void aPartInsideOfItself() {
      assertThat(problemsOf("a: &a [*a]\n")).singleElement().asString().contains("inside of");
    }

    @Test
    void nestingWithoutEnd() {
      assertThat(problemsOf("a: " + "[".repeat(60) + "]".repeat(60)))
          .singleElement()
          .asString()
          .containsIgnoringCase("nest");
    }

    @Test
    void tooMuchText() {
      assertThat(problemsOf("a: " + "x".repeat(YamlReader.MAX_CODE_POINTS)))
          .singleElement()
          .asString()
          .contains("1048576");
    }
  }
}
