package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a b|c.png",
        "HTTPS://EXAMPLE.COM:8443?x=1",
        "https://93.184.216.34/a",
        "https://[2606:2800:220:1::1]/a",
        "https://user@example.com/"
      })
  void passesOnWhatEverybodyCanReach(String url) {
    assertThat(PublicAddress.is(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/a.png",
        "ftp://example.com/",
        "https://",
        "https://intranet/a",
        "https://localhost:8080/a",
        "https://printer.local/a",
        "https://a.internal./a",
        "https://127.0.0.1/a",
        "https://10.1.2.3/a",
        "https://192.168.1.1/a",
        "https://172.20.0.1/a",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/a",
        "https://2130706433/a",
        "https://[::1]/a",
        "https://[fd00::1]/a",
        "https://[fe80::1]/a",
        "https://example.com@10.0.0.1/a"
      })
  void doesNotPassOnWhatOnlyThisMachineMayReach(String url) {
    assertThat(PublicAddress.is(url)).isFalse();
  }
}
