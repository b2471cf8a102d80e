package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Environment;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyVariablesTest {
  private static final URI VENDOR = URI.create("https://api.vendor.example/v1");

  @Test
  void goesDirectlyWithoutVariables() {
    assertThat(proxies(Map.of()).select(VENDOR)).containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy.example:3128, 3128, HTTP",
    "https_proxy, proxy.example:3128, 3128, HTTP",
    "ALL_PROXY, socks5://proxy.example:1080, 1080, SOCKS",
    "HTTPS_PROXY, http://proxy.example, 80, HTTP",
  })
  void takesTheProxyOfTheScheme(String variable, String value, int port, Proxy.Type type) {
    assertThat(proxies(Map.of(variable, value)).select(VENDOR))
        .containsExactly(
            new Proxy(type, InetSocketAddress.createUnresolved("proxy.example", port)));
  }

  @ParameterizedTest
  @CsvSource({
    "api.vendor.example, api.vendor.example",
    "vendor.example, api.vendor.example",
    ".vendor.example, api.vendor.example",
    "*.vendor.example, api.vendor.example",
    "'other.example, Vendor.Example', api.vendor.example",
    "*, api.vendor.example",
    "'', localhost",
    "'', 127.0.0.1",
    "'', 169.254.169.254",
  })
  void leavesExemptHostsAlone(String exempt, String host) {
    ProxyVariables proxies =
        proxies(Map.of("ALL_PROXY", "http://proxy.example:1", "NO_PROXY", exempt));

    assertThat(proxies.select(URI.create("https://" + host))).containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void doesNotTakeANameForItsEnding() {
    ProxyVariables proxies =
        proxies(Map.of("ALL_PROXY", "http://proxy.example:1", "NO_PROXY", "dor.example"));

    assertThat(proxies.select(VENDOR)).isNotEqualTo(java.util.List.of(Proxy.NO_PROXY));
  }

  private static ProxyVariables proxies(Map<String, String> variables) {
    return new ProxyVariables(Environment.of(variables, Path.of("/"), Path.of("/")));
  }
}
