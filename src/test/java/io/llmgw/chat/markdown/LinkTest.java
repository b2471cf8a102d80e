package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {
  private static final Style SHOWN = new Style(ColorDepth.ANSI_16, true, 80);
  private static final Style HIDDEN = SHOWN.withHyperlinks(true);

  private static String render(String text, Style style) {
    return String.join("\n", StreamRenderer.render(text, style)).replace("\u001b", "\\e");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          [a](https://b.org)¦\\e[4;34ma\\e[0m\\e[2m (https://b.org)\\e[0m
          <https://b.org>¦\\e[4;34mhttps://b.org\\e[0m
          [https://b.org](https://b.org)¦\\e[4;34mhttps://b.org\\e[0m
          [![i](p.png)](https://b.org)¦\\e[3;4;34mi\\e[0m\\e[2;4;34m (p.png)\\e[0m\\e[2m (https://b.org)\\e[0m
          """)
  void tellsTheAddressOnce(String markdown, String shown) {
    assertThat(render(markdown, SHOWN)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          [a](https://b.org/é?q=1)¦\\e]8;;https://b.org/%C3%A9?q=1\\e\\\\e[4;34ma\\e[0m\\e]8;;\\e\\
          [a](HTTPS://b.org)¦\\e]8;;HTTPS://b.org\\e\\\\e[4;34ma\\e[0m\\e]8;;\\e\\
          [a](javascript:x)¦\\e[4;34ma\\e[0m\\e[2m (javascript:x)\\e[0m
          [a](file:///etc/passwd)¦\\e[4;34ma\\e[0m\\e[2m (file:///etc/passwd)\\e[0m
          [http://a](http://b)¦\\e]8;;http://b\\e\\\\e[4;34mhttp://a\\e[0m\\e]8;;\\e\\\\e[2m (http://b)\\e[0m
          [a](http://b&#27;]8;;http://c)¦\\e]8;;http://b%1B]8;;http://c\\e\\\\e[4;34ma\\e[0m\\e]8;;\\e\\
          """)
  void hidesOnlyAddressesOfTheWebAndNeverOneBehindAnother(String markdown, String shown) {
    assertThat(render(markdown, HIDDEN)).isEqualTo(shown);
  }
}
