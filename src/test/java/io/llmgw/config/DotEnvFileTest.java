package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.ConfigNode.Scalar;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DotEnvFileTest {
  private final Problems problems = new Problems(false);

  private Map<String, String> read(String text) {
    Environment environment =
        Environment.of(Map.of("OUTSIDE", "out"), Path.of("/here"), Path.of("/home"));
    return DotEnvFile.read(Source.secretFile(".env"), text, environment, problems)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
  }

  @Test
  void readsPlainLinesAndComments() {
    assertThat(
            read(
                """
                # comment
                A=1

                  export B = two words   # comment
                C=a#b
                D=
                E=#nothing
                """))
        .isEqualTo(Map.of("A", "1", "B", "two words", "C", "a#b", "D", "", "E", ""));
  }

  @Test
  void readsQuotes() {
    assertThat(
            read(
                "A='$X \\n"
                    + " # \"'\n"
                    + "B=\"x\\ny \\\"z\\\" \\$ # \\q\" # comment\n"
                    + "C='one\n"
                    + "two'\r\n"
                    + "D=4\r\n"))
        .isEqualTo(
            Map.of("A", "$X \\n # \"", "B", "x\ny \"z\" $ # \\q", "C", "one\ntwo", "D", "4"));
  }

  @Test
  void readsReferences() {
    assertThat(read("A=a\nB=${A}/${OUTSIDE}/${NONE:-x}/${NONE}\nC='${A}'\nD=\"${A}\\n\""))
        .isEqualTo(Map.of("A", "a", "B", "a/out/x/", "C", "${A}", "D", "a\n"));
  }

  @Test
  void theLastOfEqualNamesWins() {
    assertThat(read("A=1\nA=2")).isEqualTo(Map.of("A", "2"));
  }

  @Test
  void knowsLines() {
    Map<String, Scalar> variables =
        DotEnvFile.read(
            Source.secretFile(".env"),
            "\n\nA=1",
            Environment.of(Map.of(), Path.of("/here"), Path.of("/home")),
            problems);

    assertThat(variables).extractingByKey("A").isNotNull();
    assertThat(variables.values())
        .singleElement()
        .satisfies(scalar -> assertThat(scalar.position().label()).isEqualTo(".env:3"));
  }

  @Test
  void warnsOfLinesItCannotReadWithoutShowingThem() {
    assertThat(read("A=1\nhunter2\nB='open\nC=3")).isEqualTo(Map.of("A", "1", "C", "3"));
    assertThat(problems.orThrow())
        .extracting(Problem::render)
        .allSatisfy(text -> assertThat(text).doesNotContain("hunter2").doesNotContain("open"))
        .satisfiesExactly(
            text -> assertThat(text).startsWith("warning: .env:2: The line is not `NAME=value`"),
            text -> assertThat(text).startsWith("warning: .env:3: The line is not `NAME=value`"));
  }

  @Test
  void aLongQuotedValueIsNoTrouble() {
    String value = "x\\n".repeat(100_000);
    assertThat(read("A=\"" + value + "\"")).containsEntry("A", value.replace("\\n", "\n"));
  }
}
