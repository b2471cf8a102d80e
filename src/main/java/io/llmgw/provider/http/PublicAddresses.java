package io.llmgw.provider.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.Dns;

/**
 * Names whose addresses are reachable by everybody. Addresses of this machine, of its network and
 * of a cloud's metadata service are not: whoever asks for those wants what only this machine may
 * see. The addresses that pass are those connected to, so that a name cannot change its mind in
 * between.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">special addresses</a>
 */
final class PublicAddresses implements Dns {
  private final Dns names;
  private final List<String> allowed;

  /** Names in {@code allowed}, exact or as {@code *.suffix}, may have any address. */
  PublicAddresses(Dns names, List<String> allowed) {
    this.names = names;
    this.allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /** Thrown for an address that may not be asked. */
  static final class Forbidden extends UnknownHostException {
    private static final long serialVersionUID = 1;

    Forbidden(String host) {
      super("'" + host + "' is an address of a private network");
    }
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = names.lookup(host);
    if (!isAllowed(host)) {
      for (InetAddress address : addresses) {
        if (isSpecial(address)) {
          throw new Forbidden(host);
        }
      }
    }
    return addresses;
  }

  private boolean isAllowed(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return allowed.stream()
        .anyMatch(
            rule -> rule.startsWith("*.") ? name.endsWith(rule.substring(1)) : name.equals(rule));
  }

  static boolean isSpecial(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || switch (address) {
          case Inet4Address v4 -> isSpecial(v4.getAddress());
          case Inet6Address v6 -> isSpecialV6(v6.getAddress());
          default -> true;
        };
  }

  private static boolean isSpecial(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 169 && second == 254)
        || (first == 172 && (second & 0xf0) == 16)
        || (first == 192 && second == 0)
        || (first == 192 && second == 168)
        || (first == 198 && (second & 0xfe) == 18)
        // the host that serves a virtual machine of Azure
        || (first == 168 && second == 63 && (b[2] & 0xff) == 129 && (b[3] & 0xff) == 16);
  }

  /** Also addresses that stand for an IPv4 address: translated (64:ff9b::/96), 6to4 and Teredo. */
  private static boolean isSpecialV6(byte[] b) {
    int first = (b[0] & 0xff) << 8 | (b[1] & 0xff);
    int second = (b[2] & 0xff) << 8 | (b[3] & 0xff);
    boolean translated = first == 0x0064 && second == 0xff9b;
    boolean sixToFour = first == 0x2002;
    return (b[0] & 0xfe) == 0xfc
        || (first == 0x2001 && second <= 0x01ff)
        || (translated && isSpecial(Arrays.copyOfRange(b, 12, 16)))
        || (sixToFour && isSpecial(Arrays.copyOfRange(b, 2, 6)))
        || isCompatible(b);
  }

  /** Twelve zero bytes before an IPv4 address, a form nobody uses honestly. */
  private static boolean isCompatible(byte[] b) {
    return Arrays.equals(b, 0, 12, new byte[12], 0, 12);
  }
}
