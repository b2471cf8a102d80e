package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.TimeLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private final Cancellation cancellation = new Cancellation();
  private final Watch watch =
      new Watch(new TimeLimits(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO), () -> {});
  private final Failures failures =
      new Failures(HttpUrl.get("https://api.example/v1?key=secret"), watch, cancellation);

  static Stream<Arguments> sentences() {
    String unsafe = "No secure connection to api.example:443 is possible: ";
    return Stream.of(
        Arguments.of(
            new UnknownHostException("api.example: Name or service not known"),
            "The host 'api.example' cannot be found."),
        Arguments.of(
            new ConnectException("Failed to connect to api.example/1.2.3.4:443"),
            "api.example:443 refuses connections or is down."),
        Arguments.of(
            new NoRouteToHostException("No route"),
            "api.example:443 refuses connections or is down."),
        Arguments.of(
            new SocketTimeoutException("connect timed out"),
            "api.example:443 cannot be reached in time."),
        Arguments.of(
            new SSLPeerUnverifiedException("Hostname api.example not verified: sha256/abc"),
            unsafe + "its certificate is for another name."),
        Arguments.of(
            handshake(new CertificateExpiredException("NotAfter: yesterday")),
            unsafe + "its certificate has expired."),
        Arguments.of(
            handshake(new CertificateException("PKIX path building failed: sun.security.x")),
            unsafe + "its certificate is not trusted here."),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            unsafe + "it does not speak TLS there, so the address may have to begin with http://."),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            unsafe + "the TLS handshake failed."),
        Arguments.of(
            new SocketException("Connection reset"), "The connection to api.example:443 broke."),
        Arguments.of(
            new EOFException("\\n not found: limit=0 content=…"),
            "The connection to api.example:443 broke."));
  }

  private static IOException handshake(Throwable cause) {
    SSLHandshakeException failure = new SSLHandshakeException(cause.toString());
    failure.initCause(cause);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void saysItInPlainWords(IOException failure, String sentence) {
    GatewayException said = failures.translate(failure);

    assertThat(said.kind()).isEqualTo(ErrorKind.NETWORK);
    assertThat(said.text()).isEqualTo(sentence);
    assertThat(said).hasCause(failure);
  }

  @Test
  void aTimeLimitExplainsWhateverItBroke() {
    watch.check(System.nanoTime() + Duration.ofSeconds(2).toNanos());

    GatewayException said = failures.translate(new IOException("Canceled"));

    assertThat(said.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(said.text()).isEqualTo("api.example:443 did not answer within 1 s.");
  }

  @Test
  void aCancellationExplainsEvenATimeLimit() {
    watch.check(System.nanoTime() + Duration.ofSeconds(2).toNanos());
    cancellation.cancel();

    assertThat(failures.translate(new IOException("Canceled")).kind())
        .isEqualTo(ErrorKind.CANCELLED);
  }
}
