package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EchoedReasoningTest {
  private static boolean takes(String vendor, String body) {
    try (var transport =
        new HttpTransport(Duration.ofSeconds(1), ProxySelector.of((InetSocketAddress) null))) {
      Provider provider =
          Setup.of(vendor, "some-model").provider(transport, "http://127.0.0.1:1/v1");
      Passthrough lane = Objects.requireNonNull(provider.passthrough(Protocol.OPENAI));
      return lane.takes(Setup.request(body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Case 36. */
  @Test
  void toolConversationsAreTranslatedWhereThinkingMustComeBack() {
    assertThat(takes("deepseek", "{\"messages\":[],\"tools\":[{}]}")).isFalse();
    assertThat(takes("deepseek", "{\"messages\":[]}")).isTrue();
    assertThat(takes("openai", "{\"messages\":[],\"tools\":[{}]}")).isTrue();
  }
}
