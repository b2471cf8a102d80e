package io.llmgw.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text files that are part of the program. */
final class ResourceText {
  private ResourceText() {}

  static String of(String name) {
    try (InputStream in = ResourceText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that say something: neither empty nor a comment. */
  static List<String> lines(String name) {
    return of(name).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  /** The columns of a line, which {@code |} separates; as many as {@code count}. */
  static List<String> columns(String line, int count) {
    List<String> columns = split(line, '|');
    if (columns.size() != count) {
      throw new IllegalStateException("a line of " + columns.size() + " columns: " + line);
    }
    return columns;
  }

  /** The parts of a text, without white space around them; none of an empty text. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end).strip());
      start = end + 1;
    }
    if (!text.isEmpty()) {
      parts.add(text.substring(start).strip());
    }
    return List.copyOf(parts);
  }
}
