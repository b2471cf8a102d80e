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
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;

  /** A certificate that nobody has signed, made by the JDK's own tool. */
  private static SSLContext selfSigned() throws Exception {
    Path file = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-alias",
                "k",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void doesNotTalkToAServerNobodyVouchesFor() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.startTls(selfSigned().getServerSocketFactory());
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
