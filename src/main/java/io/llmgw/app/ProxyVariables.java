package io.llmgw.app;

import io.llmgw.config.Environment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code
 * NO_PROXY} name them, in upper or lower case, which every command-line tool honours and the JVM
 * does not. This machine and its metadata service are never asked through a proxy.
 */
final class ProxyVariables extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);
  private static final int DEFAULT_PORT = 80;

  private final List<Proxy> http;
  private final List<Proxy> https;
  private final List<String> exempt;

  ProxyVariables(Environment environment) {
    http = proxy(environment, "HTTP_PROXY");
    https = proxy(environment, "HTTPS_PROXY");
    String list = Objects.requireNonNullElse(read(environment, "NO_PROXY"), "");
    exempt =
        Arrays.stream(list.split(",", -1))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  private static List<Proxy> proxy(Environment environment, String variable) {
    String value = read(environment, variable);
    String all = value == null ? read(environment, "ALL_PROXY") : value;
    if (all == null) {
      return DIRECT;
    }
    URI address = URI.create(all.contains("://") ? all : "http://" + all);
    if (address.getHost() == null) {
      return DIRECT;
    }
    boolean socks = String.valueOf(address.getScheme()).startsWith("socks");
    int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    return List.of(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(address.getHost(), port)));
  }

  private static @Nullable String read(Environment environment, String variable) {
    return Stream.of(variable, variable.toLowerCase(Locale.ROOT))
        .map(environment::text)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (own(host) || exempt.stream().anyMatch(entry -> covers(entry, host))) {
      return DIRECT;
    }
    return "https".equals(uri.getScheme()) ? https : http;
  }

  private static boolean own(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]")
        || host.startsWith("169.254.");
  }

  private static boolean covers(String entry, String host) {
    if (entry.equals("*")) {
      return true;
    }
    String suffix = entry.startsWith("*.") ? entry.substring(1) : entry;
    String bare = suffix.startsWith(".") ? suffix.substring(1) : suffix;
    return host.equals(bare) || host.endsWith("." + bare);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
    // the call that failed says so itself
  }
}
