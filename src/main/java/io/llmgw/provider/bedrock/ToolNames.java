package io.llmgw.provider.bedrock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The names tools have in one request, which takes fewer characters than its clients do. */
final class ToolNames {
  private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int LONGEST = 64;

  private final Map<String, String> sent = new LinkedHashMap<>();
  private final Map<String, String> originals = new LinkedHashMap<>();

  /** The name to send for that one of the client's. */
  String sent(String original) {
    String known = sent.get(original);
    if (known != null) {
      return known;
    }
    String plain = OTHER.matcher(original).replaceAll("_");
    String base = plain.isEmpty() ? "tool" : plain.substring(0, Math.min(plain.length(), LONGEST));
    String name = base;
    for (int i = 2; originals.containsKey(name); i++) {
      String end = "_" + i;
      name = base.substring(0, Math.min(base.length(), LONGEST - end.length())) + end;
    }
    sent.put(original, name);
    originals.put(name, original);
    return name;
  }

  /** The client's name for one that came back. */
  String original(String name) {
    return originals.getOrDefault(name, name);
  }

  /** Every name to send so far, in order. */
  List<String> all() {
    return List.copyOf(originals.keySet());
  }
}
