package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checked-in text that the program must produce. {@code -Dgolden.update=true} rewrites it. */
record GoldenFile(Path path) {
  private static final Path FOLDER = Path.of("src/test/resources/golden/cli");

  static GoldenFile of(String name) {
    return new GoldenFile(FOLDER.resolve(name));
  }

  void assertEquals(String actual) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("run with -Dgolden.update=true to make " + path, e);
    }
  }
}
