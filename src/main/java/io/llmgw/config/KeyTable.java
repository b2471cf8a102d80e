package io.llmgw.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all known keys, read from the resource {@code keys.txt}, which explains its own
 * form.
 */
final class KeyTable {
  /** Where a setting that stands in the wrong section may belong, in the order they are asked. */
  private static final List<String> SETTINGS =
      List.of("general_settings", "litellm_settings", "router_settings");

  private final Map<String, Section> sections;

  private KeyTable(Map<String, Section> sections) {
    this.sections = sections;
  }

  static KeyTable read() {
    Map<String, Section> sections = new LinkedHashMap<>();
    String name = "";
    String sentence = "";
    List<Key> keys = new ArrayList<>();
    for (String line : ResourceText.lines("keys.txt")) {
      if (line.startsWith("[")) {
        if (!name.isEmpty()) {
          sections.put(name, new Section(name, sentence, keys));
        }
        name = line.substring(1, line.indexOf(']'));
        sentence = line.substring(line.indexOf(']') + 1).strip();
        keys = new ArrayList<>();
      } else {
        keys.add(Key.parse(line));
      }
    }
    sections.put(name, new Section(name, sentence, keys));
    return new KeyTable(sections);
  }

  Collection<Section> sections() {
    return sections.values();
  }

  Section section(String name) {
    Section section = sections.get(name);
    if (section == null) {
      throw new IllegalArgumentException(name);
    }
    return section;
  }

  /** The settings sections that support this key. */
  List<Section> homesOf(String key) {
    return SETTINGS.stream().map(this::section).filter(section -> section.supports(key)).toList();
  }

  static boolean isSettings(String section) {
    return SETTINGS.contains(section);
  }
}
