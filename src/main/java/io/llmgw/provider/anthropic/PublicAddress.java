package io.llmgw.provider.anthropic;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells addresses a provider far away can fetch from those that only mean something here. Looks at
 * the text alone; nothing is resolved.
 */
final class PublicAddress {
  private static final Pattern HTTPS =
      Pattern.compile("https://(?:[^/?#@]*@)?(\\[[^]]*]|[^/?#:\\\\]+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final List<String> LOCAL =
      List.of(".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa");

  private PublicAddress() {}

  static boolean is(String url) {
    Matcher address = HTTPS.matcher(url);
    if (!address.matches()) {
      return false;
    }
    String host = address.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (host.startsWith("[") || NUMBERS.matcher(host).matches()) {
      return isPublicLiteral(host);
    }
    return host.contains(".") && LOCAL.stream().noneMatch(host::endsWith);
  }

  private static boolean isPublicLiteral(String host) {
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      byte[] bytes = address.getAddress();
      boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
      boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
      return !(address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || address.isMulticastAddress()
          || uniqueLocal
          || carrier);
    } catch (IllegalArgumentException _) {
      // not an address in any usual notation: better looked at by whoever loads it
      return false;
    }
  }
}
