package io.llmgw.probe;

import io.llmgw.config.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a name that is not there probably meant. */
final class Names {
  private Names() {}

  /** A few candidates, the most alike first; those that share a good part of the name count too. */
  static List<String> near(String name, Collection<String> candidates) {
    Map<String, String> byUntagged = new LinkedHashMap<>();
    candidates.stream()
        .filter(candidate -> !candidate.equals(name))
        .forEach(candidate ->
            byUntagged.putIfAbsent(
                name.contains(":") ? candidate : candidate.replaceFirst(":.*", ""), candidate));
    return Nearest.few(name, byUntagged.keySet()).stream()
        .map(near -> byUntagged.getOrDefault(near, near))
        .toList();
  }

  /** Whether both name the same model, whatever dots, dates and prefixes they are written with. */
  static boolean same(String left, String right) {
    return bare(left).equals(bare(right));
  }

  private static String bare(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.replaceFirst("-(?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{4})$", "")
        .replaceFirst(":latest$", "")
        .replace(".", "");
  }

  /** The names in a sentence; at most some of them. */
  static String listed(List<String> names) {
    int shown = Math.min(names.size(), 8);
    String list = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? list + " and " + (names.size() - shown) + " more" : list;
  }
}
