package io.llmgw.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses of upstreams and of the gateway itself. */
final class Address {
  private Address() {}

  /** Whether the text is an address a request can be sent to. */
  static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      // Docker's service names may hold `_`, which leaves the host null and only the authority set.
      return (scheme.equals("http") || scheme.equals("https")) && uri.getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the address lies in this domain. */
  static boolean isIn(String url, String domain) {
    String host = host(url);
    return !domain.isEmpty()
        && host != null
        && (host.equals(domain) || host.endsWith("." + domain));
  }

  private static @Nullable String host(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /**
   * Makes a URL of what {@code OLLAMA_HOST} may hold: {@code host}, {@code host:port}, {@code
   * :port} or a URL. The address a server binds to reach everyone becomes one that a client can
   * call.
   */
  static String ofHost(String text, int port) {
    String url = text.contains("://") ? text : "http://" + text;
    url = url.replaceFirst("/+$", "");
    url = url.replaceFirst("://(?:0\\.0\\.0\\.0|\\[::])?(?=:|/|$)", "://127.0.0.1");
    boolean hasPort = url.matches("[a-z]+://(?:\\[[^]]*]|[^:/\\[]*):.*");
    return hasPort || text.contains("://")
        ? url
        : url.replaceFirst("(://(?:\\[[^]]*]|[^:/]*))", "$1:" + port);
  }

  /** Whether only this machine can reach a server that listens on this host. */
  static boolean isLoopback(String host) {
    if (host.equals("127.0.0.1")) {
      return true;
    }
    String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
