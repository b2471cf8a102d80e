package io.llmgw.app;

import io.llmgw.config.Environment;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets one file from the web for a command: over TLS or from this machine, and of bounded size. */
public final class Download {
  private static final int LARGEST = 32 << 20;
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpTransport transport;
  private final Call call;

  private Download(HttpTransport transport, Duration limit) {
    this.transport = transport;
    this.call = new Call("download", new Cancellation(), new TimeLimits(limit, limit, limit));
  }

  /**
   * Gets the file. A redirect is followed only to the same host.
   *
   * @throws GatewayException when the address is not allowed, or what it gives is no file
   */
  public static byte[] get(Environment environment, String address, Duration limit) {
    try (HttpTransport transport = new HttpTransport(limit, new ProxyVariables(environment))) {
      return new Download(transport, limit).get(allowed(address));
    }
  }

  private byte[] get(URI first) {
    URI address = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpTarget target = HttpTarget.of(address.toString(), Map.of());
      try (HttpAnswer answer = transport.get(target, Map.of(), call)) {
        if (!REDIRECTS.contains(answer.status())) {
          return read(answer, address);
        }
        address = next(address, answer.header("location"));
      }
    }
    throw refused(first.getHost() + " redirects too often");
  }

  private static byte[] read(HttpAnswer answer, URI address) {
    if (answer.status() != 200) {
      throw new GatewayException(
          answer.status() == 404 ? ErrorKind.NOT_FOUND : ErrorKind.UPSTREAM,
          "%s answered with status %d".formatted(address, answer.status()));
    }
    return answer.readAll(LARGEST);
  }

  private static URI next(URI address, @Nullable String location) {
    URI next;
    try {
      next = location == null ? null : address.resolve(new URI(location));
    } catch (URISyntaxException _) {
      next = null;
    }
    if (next == null || next.getHost() == null) {
      throw refused(address.getHost() + " redirects to no address");
    }
    boolean same =
        next.getHost().equalsIgnoreCase(address.getHost()) && next.getPort() == address.getPort();
    if (!same) {
      throw refused(
          "%s redirects to another host; if you trust it, use its address: %s"
              .formatted(address.getHost(), next));
    }
    return allowed(next.toString());
  }

  private static URI allowed(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException _) {
      throw refused("this is not an address: " + text);
    }
    String host = address.getHost();
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (host == null || address.getUserInfo() != null) {
      throw refused("an address has a host, and no password in it");
    }
    boolean here =
        host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}");
    if (!scheme.equals("https") && !(scheme.equals("http") && here)) {
      throw refused("only https is allowed, and http on this machine: " + text);
    }
    return address;
  }

  private static GatewayException refused(String message) {
    return new GatewayException(ErrorKind.INVALID_REQUEST, message);
  }
}
