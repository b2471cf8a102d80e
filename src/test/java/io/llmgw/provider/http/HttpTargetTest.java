package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
  @Test
  void tellsHostAndAddressWithoutTheQuery() {
    HttpTarget target = HttpTarget.of("https://api.example:8443/v1/chat?key=secret", Map.of());

    assertThat(target.host()).isEqualTo("api.example");
    assertThat(target.address()).isEqualTo("https://api.example:8443/v1/chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api.example/v1", "ftp://api.example", "http://", "localhost:80"})
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> HttpTarget.of(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\nvalue", "secret\u0000", "secrét", "secret\u007f"})
  void refusesAHeaderValueWithoutShowingIt(String value) {
    assertThatThrownBy(() -> HttpTarget.of("http://a.example", Map.of("X-Key", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Key")
        .message()
        .doesNotContain("secr");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Key", "X:Key", "X\nKey", "Schlüssel"})
  void refusesAHeaderName(String name) {
    assertThatThrownBy(() -> HttpTarget.of("http://a.example", Map.of(name, "v")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
