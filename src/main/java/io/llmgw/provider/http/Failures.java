package io.llmgw.provider.http;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Tells what an I/O failure of one call means, in a sentence a person can act on. */
final class Failures {
  private final HttpUrl url;
  private final Watch watch;
  private final Cancellation cancellation;

  Failures(HttpUrl url, Watch watch, Cancellation cancellation) {
    this.url = url;
    this.watch = watch;
    this.cancellation = cancellation;
  }

  GatewayException translate(IOException failure) {
    if (cancellation.isCancelled()) {
      return new GatewayException(ErrorKind.CANCELLED, "The client closed the request.");
    }
    String exceeded = watch.exceeded();
    if (exceeded != null) {
      return exception(ErrorKind.TIMEOUT, place() + " " + exceeded, failure);
    }
    return switch (failure) {
      case UnknownHostException _ ->
          exception(ErrorKind.NETWORK, "The host '" + url.host() + "' cannot be found", failure);
      case SocketTimeoutException _ ->
          exception(ErrorKind.NETWORK, place() + " cannot be reached in time", failure);
      case ConnectException _, NoRouteToHostException _ ->
          exception(ErrorKind.NETWORK, place() + " refuses connections or is down", failure);
      case SSLException insecure ->
          exception(
              ErrorKind.NETWORK,
              "No secure connection to " + place() + " is possible: " + reason(insecure),
              failure);
      default -> exception(ErrorKind.NETWORK, "The connection to " + place() + " broke", failure);
    };
  }

  private String place() {
    return url.host() + ":" + url.port();
  }

  /** The library's own words name its classes, so these are ours. */
  private static String reason(SSLException failure) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return "its certificate is for another name";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has expired";
      }
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        return "its certificate is not trusted here";
      }
    }
    return String.valueOf(failure.getMessage()).contains("unrecognized SSL message")
        ? "it does not speak TLS there, so the address may have to begin with http://"
        : "the TLS handshake failed";
  }

  /** The failure of a read after the answer was closed, possibly by another thread. */
  static GatewayException closed() {
    return new GatewayException(ErrorKind.CANCELLED, "The answer was closed while it was read.");
  }

  static String seconds(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return seconds == Math.rint(seconds)
        ? (long) seconds + " s"
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static GatewayException exception(
      ErrorKind kind, String message, @Nullable Throwable cause) {
    return new GatewayException(kind, message + ".", ErrorDetail.NONE, cause);
  }
}
