package io.llmgw.provider.http;

import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * An address with the headers every request to it carries, parsed once and used for many calls.
 * Immutable.
 */
public final class HttpTarget {
  // the library takes http:/a/b and http:///a/b for the host a
  private static final Pattern WITH_HOST =
      Pattern.compile("https?://[^/?#\\s]", Pattern.CASE_INSENSITIVE);

  final HttpUrl url;
  final Headers headers;

  private HttpTarget(HttpUrl url, Headers headers) {
    this.url = url;
    this.headers = headers;
  }

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException with the reason when it is not an absolute http(s) URL or a
   *     header has characters that HTTP does not allow
   */
  public static HttpTarget of(String url, Map<String, String> headers) {
    Headers.Builder all = new Headers.Builder();
    // an answer that arrives compressed arrives late: events would wait for a compressor's block to
    // fill
    all.set("Accept-Encoding", "identity");
    all.set("User-Agent", "llmgw");
    headers.forEach((name, value) -> {
      requireUsable(name, value);
      all.set(name, value);
    });
    if (!WITH_HOST.matcher(url).lookingAt()) {
      throw new IllegalArgumentException("an address begins with http:// or https:// and a host");
    }
    return new HttpTarget(HttpUrl.get(url), all.build());
  }

  /**
   * Checks a header that will be sent.
   *
   * @throws IllegalArgumentException naming the header, but not its value, which may be a secret
   */
  public static void requireUsable(String name, String value) {
    boolean goodName =
        !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    if (!goodName || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "the header '" + name + "' holds characters that HTTP does not allow");
    }
  }

  /** The host, for messages. */
  public String host() {
    return url.host();
  }

  /** The address without its query. */
  public String address() {
    return url.newBuilder().query(null).build().toString();
  }
}
