package io.llmgw.provider.gemini;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Pieces of addresses. */
final class Paths {
  private Paths() {}

  /** The address without query and slashes at its end. */
  static String bare(String address) {
    String path = address.strip().replaceFirst("[?#].*", "");
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/' && !path.startsWith("://", end - 3)) {
      end--;
    }
    return path.substring(0, end);
  }

  /** Whether there is more than a host. */
  static boolean hasPath(String bare) {
    int host = bare.indexOf("://");
    return bare.indexOf('/', host < 0 ? 0 : host + 3) >= 0;
  }

  /** A name as a piece of a path, its slashes and what else is harmless left as they are. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%2F", "/")
        .replace("%40", "@")
        .replace("%3A", ":");
  }
}
