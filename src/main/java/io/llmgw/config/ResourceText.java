package io.llmgw.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
}
