package io.llmgw.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.GatewayException;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.SelfSigned;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {
  @TempDir private static Path folder;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static Reach direct(String url) {
    return new Reach(URI.create(url), through(Proxy.NO_PROXY));
  }

  private static ProxySelector through(Proxy proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  private static String code(Runnable step) {
    GatewayException failure = catchThrowableOfType(GatewayException.class, step::run);
    return String.valueOf(failure.detail().code());
  }

  @Test
  void connectsToWhatListens() {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        Reach reach = direct(upstream.url())) {
      assertThat(reach.resolve()).isNotEmpty();
      reach.connect(LIMIT);

      assertThat(reach.secure()).isFalse();
      assertThat(reach.place()).isEqualTo("127.0.0.1:" + upstream.port());
    }
  }

  @Test
  void aHostNobodyKnowsHasNoAddress() {
    try (Reach reach = direct("https://no-such-host.invalid/v1")) {
      assertThat(code(reach::resolve)).isEqualTo("host_unknown");
    }
  }

  @Test
  void nothingListensOnAPortThatWasGivenBack() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Reach reach = direct("http://127.0.0.1:" + port)) {
      reach.resolve();

      assertThat(code(() -> reach.connect(LIMIT))).isEqualTo("refused");
    }
  }

  @Test
  void aServerWithoutTlsDoesNotSpeakIt() throws IOException {
    try (ServerSocket plain = new ServerSocket(0);
        Reach reach = direct("https://127.0.0.1:" + plain.getLocalPort())) {
      Thread.startVirtualThread(() -> refuse(plain));
      reach.resolve();
      reach.connect(LIMIT);

      assertThat(reach.secure()).isTrue();
      assertThat(code(reach::handshake)).isEqualTo("tls_not_spoken");
    }
  }

  private static void refuse(ServerSocket plain) {
    try (Socket client = plain.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
    } catch (IOException _) {
      // the client saw enough
    }
  }

  @Test
  void aCertificateOfNobodyIsNotTrusted() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.startTls(SelfSigned.context(folder).getServerSocketFactory());
        Reach reach = direct(upstream.url())) {
      reach.resolve();
      reach.connect(LIMIT);

      assertThat(code(reach::handshake)).isEqualTo("tls_untrusted");
    }
  }

  @Test
  void aServerThatSaysNothingDoesNotHoldItForever() throws IOException {
    try (ServerSocket silent = new ServerSocket(0);
        Reach reach = direct("https://127.0.0.1:" + silent.getLocalPort())) {
      reach.resolve();
      reach.connect(Duration.ofMillis(200));

      assertThat(code(reach::handshake)).isEqualTo("connect_timeout");
    }
  }

  @Test
  void throughAProxyTheProxyIsReached() {
    try (ScriptedUpstream proxy = ScriptedUpstream.start()) {
      Proxy address =
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", proxy.port()));
      try (Reach reach =
          new Reach(URI.create("https://api.openai.com/v1/models"), through(address))) {
        reach.resolve();
        reach.connect(LIMIT);

        assertThat(reach.proxied()).isEqualTo("127.0.0.1:" + proxy.port());
        assertThat(reach.secure()).isFalse();
      }
    }
  }
}
