package io.llmgw.provider.bedrock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The two files in which AWS's own tools keep keys and settings by profile. Immutable; the files
 * are read anew each time, since those tools write keys there that are lent for a time.
 *
 * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html">the
 *     files</a>
 */
final class AwsFiles {
  private final @Nullable Path credentials;
  private final @Nullable Path config;

  /** The files where the environment says they are, else in the home directory. */
  AwsFiles(Function<String, @Nullable String> environment) {
    credentials = path(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    config = path(environment, "AWS_CONFIG_FILE", "config");
  }

  private static @Nullable Path path(
      Function<String, @Nullable String> environment, String variable, String name) {
    String written = environment.apply(variable);
    if (written != null && !written.isBlank()) {
      return Path.of(written.strip());
    }
    for (String home : new String[] {"HOME", "USERPROFILE"}) {
      String folder = environment.apply(home);
      if (folder != null && !folder.isBlank()) {
        return Path.of(folder, ".aws", name);
      }
    }
    return null;
  }

  /**
   * The settings of a profile, empty when there is none of that name.
   *
   * @throws IllegalArgumentException when a file that is there cannot be read
   */
  Map<String, String> profile(String name) {
    Map<String, String> settings = new HashMap<>();
    read(config, name.equals("default") ? name : "profile " + name, settings);
    // keys in the file for keys count more
    read(credentials, name, settings);
    return settings;
  }

  private static void read(@Nullable Path file, String section, Map<String, String> into) {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try {
      boolean inside = false;
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String text = line.strip();
        if (text.startsWith("[")) {
          int end = text.indexOf(']');
          String title = text.substring(1, end < 0 ? text.length() : end);
          inside = title.strip().replaceAll("\\s+", " ").equals(section);
        } else if (inside && !Character.isWhitespace((line + " ").charAt(0))) {
          // indented lines belong to a nested setting
          setting(text, into);
        }
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the file " + file + " of AWS's settings cannot be read", unreadable);
    }
  }

  private static void setting(String line, Map<String, String> into) {
    int equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
      String value = line.substring(equals + 1).strip();
      into.put(line.substring(0, equals).strip(), value.replaceFirst("\\s[#;].*$", "").strip());
    }
  }
}
