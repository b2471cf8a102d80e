package io.llmgw.probe;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to one host, step by step: its addresses, a connection, a handshake. Sends nothing of a
 * request. Used by one thread; whoever opens it closes it.
 */
final class Reach implements AutoCloseable {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final URI url;
  private final @Nullable InetSocketAddress proxy;
  private List<InetAddress> addresses = List.of();

  /** Closed from another thread when the check is called off. */
  private volatile @Nullable Socket socket;

  /**
   * @param url with a host
   */
  Reach(URI url, ProxySelector proxies) {
    this.url = url;
    this.proxy = proxy(proxies.select(url));
  }

  private static @Nullable InetSocketAddress proxy(List<Proxy> proxies) {
    boolean used = !proxies.isEmpty() && proxies.getFirst().type() != Proxy.Type.DIRECT;
    return used ? (InetSocketAddress) proxies.getFirst().address() : null;
  }

  /** The host and port that are connected to, which a proxy may be. */
  String place() {
    return host() + ":" + port();
  }

  /** The proxy in between as {@code host:port}; null for none. */
  @Nullable String proxied() {
    return proxy == null ? null : place();
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  /** Whether the URL asks for TLS, and no proxy stands before it. */
  boolean secure() {
    return proxy == null && "https".equalsIgnoreCase(url.getScheme());
  }

  private String host() {
    String host = proxy == null ? url.getHost() : proxy.getHostString();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port() {
    if (proxy != null) {
      return proxy.getPort();
    }
    return url.getPort() >= 0
        ? url.getPort()
        : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }

  /** The host's addresses. */
  List<InetAddress> resolve() {
    try {
      addresses = Arrays.asList(InetAddress.getAllByName(host()));
      return addresses;
    } catch (UnknownHostException unknown) {
      throw failure("host_unknown", "The host '" + host() + "' cannot be found.", unknown);
    }
  }

  /** Connects to the first address that answers. */
  void connect(Duration limit) {
    IOException last = null;
    for (InetAddress address : addresses) {
      Socket tried = new Socket();
      socket = tried;
      try {
        tried.connect(new InetSocketAddress(address, port()), millis(limit));
        tried.setSoTimeout(millis(limit));
        return;
      } catch (IOException unreachable) {
        last = unreachable;
        close(tried);
      }
    }
    throw failure(NetworkCode.of(last), place() + " cannot be reached.", last);
  }

  /** Shakes hands; checks the certificate and the name in it. */
  void handshake() {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try {
      SSLSocket secure = (SSLSocket) factory.createSocket(socket, host(), port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      socket = secure;
      secure.startHandshake();
    } catch (IOException refused) {
      throw failure(
          NetworkCode.of(refused), "No secure connection to " + place() + " is possible.", refused);
    }
  }

  private static int millis(Duration limit) {
    Duration least = limit.compareTo(SHORTEST) < 0 ? SHORTEST : limit;
    return (int) Math.min(Integer.MAX_VALUE, least.toMillis());
  }

  private static GatewayException failure(String code, String message, @Nullable Throwable cause) {
    return new GatewayException(ErrorKind.NETWORK, message, ErrorDetail.ofCode(code), cause);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // nothing was sent over it, so nothing is lost
    }
  }

  @Override
  public void close() {
    Socket open = socket;
    if (open != null) {
      close(open);
    }
  }
}
