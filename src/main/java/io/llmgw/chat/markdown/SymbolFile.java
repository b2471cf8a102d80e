package io.llmgw.chat.markdown;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our own data files: sections {@code [name]} of lines with a first word and the rest, {@code #}
 * for notes.
 */
final class SymbolFile {
  /** TeX's names and what stands for them. */
  static final Map<String, Map<String, String>> TEX = tex();

  private SymbolFile() {}

  /** The lines of a file next to this class, without notes and blank ones. */
  static List<String> lines(String file) {
    InputStream in = SymbolFile.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException("the program lacks its file " + file);
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("# ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Map<String, String>> tex() {
    var tables = new HashMap<String, Map<String, String>>();
    Map<String, String> table = new HashMap<>();
    for (String line : lines("tex.txt")) {
      if (line.startsWith("[")) {
        table = new HashMap<>();
        tables.put(line.substring(1, line.length() - 1), table);
      } else {
        pairs(line, table);
      }
    }
    return Map.copyOf(tables);
  }

  /** Name and symbol by turns. */
  private static void pairs(String line, Map<String, String> table) {
    String[] words = line.split(" ", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      table.put(words[i], words[i + 1].replace("␣", " ").replace("∅∅", ""));
    }
  }
}
