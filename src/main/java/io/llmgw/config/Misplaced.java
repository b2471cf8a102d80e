package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves settings that stand in the wrong section, or in none, to where they belong, and says so.
 */
final class Misplaced {
  private final KeyTable table;
  private final Problems problems;
  private final Map<String, Mapping> sections = new LinkedHashMap<>();
  private final List<Entry> homeless = new ArrayList<>();

  private Misplaced(KeyTable table, Problems problems) {
    this.table = table;
    this.problems = problems;
  }

  /**
   * The configuration with every setting in its section.
   *
   * @return the sections by name; under the name {@code top} what stays at the top level
   */
  static Map<String, Mapping> settle(Mapping root, KeyTable table, Problems problems) {
    return new Misplaced(table, problems).settle(root);
  }

  private Map<String, Mapping> settle(Mapping root) {
    List<Entry> top = new ArrayList<>();
    for (Entry entry : root.entries()) {
      if (KeyTable.isSettings(entry.key()) && entry.value() instanceof Mapping settings) {
        sections.put(entry.key(), stay(entry.key(), settings));
      } else if (!leave("top", entry)) {
        top.add(entry);
      }
    }
    homeless.forEach(this::moveIn);
    sections.put("top", new Mapping(top, root.position()));
    return sections;
  }

  private Mapping stay(String name, Mapping settings) {
    List<Entry> staying = new ArrayList<>();
    for (Entry entry : settings.entries()) {
      if (!leave(name, entry)) {
        staying.add(entry);
      }
    }
    return new Mapping(staying, settings.position());
  }

  private boolean leave(String section, Entry entry) {
    boolean leaves =
        table.section(section).find(entry.key()).isEmpty() && home(entry.key()) != null;
    if (leaves) {
      homeless.add(entry);
    }
    return leaves;
  }

  private @Nullable String home(String key) {
    return table.homesOf(key).stream().findFirst().map(Section::name).orElse(null);
  }

  private void moveIn(Entry entry) {
    String home = String.valueOf(home(entry.key()));
    Mapping section = sections.getOrDefault(home, Mapping.empty(entry.keyPosition()));
    if (section.entry(entry.key()).isPresent()) {
      problems.ignored(
          "`%s` is ignored, because `%s.%s` is set".formatted(entry.key(), home, entry.key()),
          null,
          entry.keyPosition());
      return;
    }
    problems.note(
        "`%s` is read as `%s.%s`".formatted(entry.key(), home, entry.key()),
        "move it there",
        entry.keyPosition());
    List<Entry> entries = new ArrayList<>(section.entries());
    entries.add(entry);
    sections.put(home, new Mapping(entries, section.position()));
  }
}
