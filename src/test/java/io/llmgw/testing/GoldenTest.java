package io.llmgw.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledIfSystemProperty(named = "golden.update", matches = "true")
class GoldenTest {
  @TempDir private Path folder;

  private void check(String file, String expected, String actual) throws IOException {
    Files.writeString(folder.resolve(file), unescape(expected));
    new Golden(folder).check(file, unescape(actual));
  }

  private static String unescape(String text) {
    return text.replace("~", "\n").replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.json | {'a':1,'b':[2]} | {'b':[2], 'a':1}",
        "a.sse | data: {'a':1,'b':2}~~: c~~data: [DONE]~~ | data: {'b':2,'a':1}~~: c~~data:"
            + " [DONE]~~",
        "a.txt | one~two | one~two"
      })
  void takesWhatMeansTheSame(String file, String expected, String actual) {
    assertThatCode(() -> check(file, expected, actual)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.json | {'a':1} | {'a':2}",
        "a.json | {'a':[1,2]} | {'a':[2,1]}",
        "a.json | {'a':1} | {'a':1,'b':null}",
        "a.sse | data: {'a':1}~~ | data: {'a':2}~~",
        "a.sse | data: {'a':1}~~data: [DONE]~~ | data: {'a':1}~~",
        "a.sse | data: {'a':1}~~ | event: x~data: {'a':1}~~",
        "a.sse | data: {'a':1}~~ | data: {'a':1}~",
        "a.txt | one | one~"
      })
  void seesEveryDifference(String file, String expected, String actual) {
    assertThatThrownBy(() -> check(file, expected, actual)).isInstanceOf(AssertionError.class);
  }

  @Test
  void asksForWhatIsMissing() {
    assertThatThrownBy(() -> new Golden(folder).check("none.json", "{}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dgolden.update=true");
  }

  @Test
  void readsWhatIsThere() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"a\":1}");
    Golden golden = new Golden(folder);

    assertThat(golden.has("a.json")).isTrue();
    assertThat(golden.has("b.json")).isFalse();
    assertThat(golden.json("a.json").get("a").asInt()).isEqualTo(1);
    assertThat(golden.name()).isEqualTo(folder.getFileName().toString());
  }
}
