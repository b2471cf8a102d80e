package io.llmgw.probe;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Stable names of the ways a connection fails. */
final class NetworkCode {
  private NetworkCode() {}

  /** The name for that failure, which is looked for among its causes. */
  static String of(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String code = one(cause);
      if (code != null) {
        return code;
      }
    }
    return "connection_broken";
  }

  private static @Nullable String one(Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ -> "host_unknown";
      case NoRouteToHostException _ -> "unroutable";
      case SocketTimeoutException _ -> "connect_timeout";
      case ConnectException connect ->
          words(connect).contains("timed out") ? "connect_timeout" : "refused";
      case SSLException insecure -> tls(insecure);
      default -> null;
    };
  }

  private static String tls(SSLException failure) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return "tls_name";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "tls_expired";
      }
      if (cause instanceof CertPathValidatorException) {
        return "tls_untrusted";
      }
      if (cause instanceof CertificateException) {
        boolean name =
            words(cause).contains("no name matching")
                || words(cause).contains("subject alternative");
        return name ? "tls_name" : expired(cause) ? "tls_expired" : "tls_untrusted";
      }
    }
    String words = words(failure);
    return words.contains("unrecognized ssl message") || words.contains("unsupported or unrecogn")
        ? "tls_not_spoken"
        : "tls_failed";
  }

  private static boolean expired(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return true;
      }
    }
    return false;
  }

  private static String words(Throwable failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
  }
}
