package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.config.Environment;
import io.llmgw.config.Places;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SurroundingsTest {

  @Nested
  class Colours {
    @ParameterizedTest
    @CsvSource({
      "ALWAYS, , , dumb, false, true",
      "NEVER, , 1, xterm, true, false",
      "AUTO, , , xterm, true, true",
      "AUTO, , , xterm, false, false",
      "AUTO, , , , true, true",
      "AUTO, , , dumb, true, false",
      "AUTO, 1, , xterm, true, false",
      "AUTO, '', , xterm, true, true",
      "AUTO, , 1, xterm, false, true",
      "AUTO, , 0, xterm, true, false",
      "AUTO, 1, 1, xterm, true, false",
    })
    void areDecidedForEachStream(
        ColorMode mode,
        @org.jspecify.annotations.Nullable String noColor,
        @org.jspecify.annotations.Nullable String forceColor,
        @org.jspecify.annotations.Nullable String term,
        boolean terminal,
        boolean expected) {
      var variables = new java.util.HashMap<String, String>();
      put(variables, "NO_COLOR", noColor);
      put(variables, "FORCE_COLOR", forceColor);
      put(variables, "TERM", term);

      assertThat(mode.colors(surroundings(variables), terminal)).isEqualTo(expected);
    }

    private static void put(
        Map<String, String> variables,
        String name,
        @org.jspecify.annotations.Nullable String value) {
      if (value != null) {
        variables.put(name, value);
      }
    }
  }

  @Nested
  class Terminals {
    @Test
    void areWhatTheLauncherSaw() {
      assertThat(Tty.of("101", null)).isEqualTo(new Tty(true, false, true));
      assertThat(Tty.of("000", null)).isEqualTo(Tty.NONE);
      assertThat(Tty.of("111", "132")).isEqualTo(new Tty(true, true, true, 132));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "12345", "wide"})
    void haveTheUsualWidthWhereTheLauncherSawNone(String width) {
      assertThat(Tty.of("111", width).columns()).isEqualTo(80);
    }

    @Test
    void areAsWideAsTheUserSays() {
      var terminal = new Tty(true, true, true, 132);

      assertThat(TerminalWidth.of(surroundings(terminal, ""))).isEqualTo(132);
      assertThat(TerminalWidth.of(surroundings(terminal, "100"))).isEqualTo(100);
      assertThat(TerminalWidth.of(surroundings(terminal, "3"))).isEqualTo(10);
      assertThat(TerminalWidth.of(surroundings(terminal, "wide"))).isEqualTo(132);
    }

    private static Surroundings surroundings(Tty tty, String columns) {
      Path here = Path.of("/");
      return new Surroundings(
          Environment.of(Map.of("COLUMNS", columns), here, here),
          tty,
          InputStream.nullInputStream());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1111", "abc"})
    void areAllOrNoneWithoutTheLauncher(String digits) {
      Tty tty = Tty.of(digits, null);

      assertThat(tty.in()).isEqualTo(tty.out()).isEqualTo(tty.err());
    }
  }

  @Nested
  class Files {
    @Test
    void areUnderTheXdgFolders() {
      Places places =
          Places.of(
              surroundings(
                      Map.of(
                          "XDG_CONFIG_HOME", "/c",
                          "XDG_DATA_HOME", "/d",
                          "XDG_STATE_HOME", "/s",
                          "XDG_CACHE_HOME", "relative/is/ignored"))
                  .environment());

      assertThat(places.config()).isEqualTo(Path.of("/c/llmgw/config.yaml"));
      assertThat(places.data()).isEqualTo(Path.of("/d/llmgw/llmgw.db"));
      assertThat(places.state()).isEqualTo(Path.of("/s/llmgw"));
      assertThat(places.cache()).isEqualTo(Path.of("/home/tester/.cache/llmgw"));
    }

    @Test
    void areShownFromTheWorkingFolder() {
      Surroundings surroundings = surroundings(Map.of());

      assertThat(surroundings.shown(Path.of("a/../b.yaml"))).isEqualTo("b.yaml");
      assertThat(surroundings.shown(CommandFixture.HOME.resolve("c/d"))).isEqualTo("c/d");
      assertThat(surroundings.shown(Path.of("/etc/llmgw.yaml"))).isEqualTo("/etc/llmgw.yaml");
      assertThat(surroundings.shown(Path.of("."))).isEqualTo("/home/tester");
    }

    @Test
    void followLiteLlmsVariableToo() {
      assertThat(
              Places.of(surroundings(Map.of("CONFIG_FILE_PATH", "router.yaml")).environment())
                  .config())
          .isEqualTo(Path.of("/home/tester/router.yaml"));
    }

    @Test
    void followTheVariableThatNamesTheConfiguration() {
      assertThat(
              Places.of(surroundings(Map.of("LLMGW_CONFIG", "/etc/llmgw.yaml")).environment())
                  .config())
          .isEqualTo(Path.of("/etc/llmgw.yaml"));
    }
  }

  @Nested
  class Durations {
    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "1h, 3600000", "5, 5000"})
    void haveAUnit(String text, long milliseconds) {
      assertThat(converter.convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1s", "1.5s", "s", "1 s", "10000000000", "1d"})
    void rejectOtherText(String text) {
      assertThatThrownBy(() -> converter.convert(text))
          .isInstanceOf(TypeConversionException.class)
          .hasMessageContaining("such as 500ms");
    }
  }

  private static Surroundings surroundings(Map<String, String> variables) {
    return new Surroundings(
        Environment.of(variables, CommandFixture.HOME, CommandFixture.HOME),
        Tty.NONE,
        InputStream.nullInputStream());
  }
}
