package io.llmgw.provider;

import io.llmgw.model.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names tools have in one request, where the provider takes fewer characters, or fewer of them,
 * than its clients do. Lives as long as one request and its answer. Not thread-safe.
 */
public final class ToolNames {
  private final Pattern refused;
  private final boolean startsWithLetter;
  private final int longest;
  private final Map<String, String> sent = new LinkedHashMap<>();
  private final Map<String, String> originals = new LinkedHashMap<>();

  /**
   * No names yet.
   *
   * @param refused matches each character the provider does not take
   * @param startsWithLetter whether a name must start with a letter or an underscore
   * @param longest how many characters a name may have
   */
  public ToolNames(Pattern refused, boolean startsWithLetter, int longest) {
    this.refused = refused;
    this.startsWithLetter = startsWithLetter;
    this.longest = longest;
  }

  /** The name to send for that one of the client's. */
  public String sent(String original) {
    String known = sent.get(original);
    if (known != null) {
      return known;
    }
    String base = shortened(spelled(original), longest);
    String name = base;
    for (int i = 2; originals.containsKey(name); i++) {
      String end = "_" + i;
      name = shortened(base, longest - end.length()) + end;
    }
    sent.put(original, name);
    originals.put(name, original);
    return name;
  }

  /** A name to send for a tool beside those of the request, by whose call the answer comes. */
  public String forAnswer(List<Tool> tools) {
    Set<String> taken = tools.stream().map(tool -> sent(tool.name())).collect(Collectors.toSet());
    String name = sent("json");
    for (int i = 2; taken.contains(name); i++) {
      name = sent("json_answer_" + i);
    }
    return name;
  }

  private String spelled(String original) {
    String plain = refused.matcher(original).replaceAll("_");
    if (plain.isEmpty()) {
      return "tool";
    }
    char first = plain.charAt(0);
    boolean letter = first == '_' || ((first | 0x20) >= 'a' && (first | 0x20) <= 'z');
    return startsWithLetter && !letter ? "_" + plain : plain;
  }

  private static String shortened(String name, int length) {
    return name.substring(0, Math.min(name.length(), length));
  }

  /** The client's name for one that came back. */
  public String original(String name) {
    return originals.getOrDefault(name, name);
  }

  /** Every name to send so far, in order. */
  public List<String> all() {
    return List.copyOf(originals.keySet());
  }
}
