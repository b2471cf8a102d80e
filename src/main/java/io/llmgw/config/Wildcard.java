package io.llmgw.config;

/** Names with {@code *} for any text. */
final class Wildcard {
  private Wildcard() {}

  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    if (!name.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int start = star; start <= name.length(); start++) {
      if (matches(rest, name.substring(start))) {
        return true;
      }
    }
    return false;
  }
}
