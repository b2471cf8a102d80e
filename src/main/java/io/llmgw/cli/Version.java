package io.llmgw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version this program was built as. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "build.properties";

  /** The number alone, such as {@code 1.2.3}. */
  static String number() {
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("the program's " + RESOURCE + " is missing");
      }
      var properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With what it runs on. */
  static String text() {
    return "llmgw %s (Java %s, %s %s)"
        .formatted(
            number(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
