package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.SelfSigned;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTlsTest {
  @TempDir private static Path folder;

  @Test
  void doesNotTalkToAServerNobodyVouchesFor() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.startTls(SelfSigned.context(folder).getServerSocketFactory());
        HttpTransport transport =
            new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null))) {
      upstream.always(Reply.json("{}"));
      Call call = new Call("test", new Cancellation(), TimeLimits.NONE);
      HttpTarget target = HttpTarget.of(upstream.url(), Map.of());

      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class, () -> transport.get(target, Map.of(), call).close());

      assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK);
      assertThat(failure.text())
          .isEqualTo(
              "No secure connection to 127.0.0.1:%d is possible: its certificate is not trusted"
                      .formatted(upstream.port())
                  + " here.");
      assertThat(upstream.requests()).isEmpty();
    }
  }
}
