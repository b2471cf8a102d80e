package io.llmgw.provider.gemini;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The names tools have in one request, which takes fewer characters than its clients do. */
final class ToolNames {
  private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_.:-]");
  private static final Pattern START = Pattern.compile("[a-zA-Z_].*");
  private static final int LONGEST = 64;

  private final Map<String, String> sent = new HashMap<>();
  private final Map<String, String> originals = new HashMap<>();

  /** The name to send for that one of the client's. */
  String sent(String original) {
    String known = sent.get(original);
    if (known != null) {
      return known;
    }
    String plain = OTHER.matcher(original).replaceAll("_");
    String base = shortened(START.matcher(plain).matches() ? plain : "_" + plain, LONGEST);
    String name = base;
    for (int i = 2; originals.containsKey(name); i++) {
      String end = "_" + i;
      name = shortened(base, LONGEST - end.length()) + end;
    }
    sent.put(original, name);
    originals.put(name, original);
    return name;
  }

  private static String shortened(String name, int length) {
    return name.substring(0, Math.min(name.length(), length));
  }

  /** The client's name for one that came back. */
  String original(String name) {
    return originals.getOrDefault(name, name);
  }
}
