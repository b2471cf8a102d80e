package io.llmgw.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/**
 * One recorded case of a translation: a folder {@code golden/<dialect or provider>/<case>/} with
 *
 * <ul>
 *   <li>{@code client-request.json}: what the client sends us,
 *   <li>{@code upstream-request.json}: what we must send upstream,
 *   <li>{@code upstream-response.json} or {@code .sse}: what the upstream sends us,
 *   <li>{@code client-response.json} or {@code .sse}: what the client must get,
 *   <li>and whatever else a test of that package compares.
 * </ul>
 *
 * JSON is compared as trees, so that layout and the order of members do not matter; streams as
 * lists of events, each a tree; anything else as text. With {@code -Dgolden.update=true} what the
 * code does now is written in place of what is expected: read the difference before committing it.
 */
public record Golden(Path folder) {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "golden");

  /** Every case of a dialect or provider, in the order of their names. */
  public static List<Golden> cases(String owner) {
    try (Stream<Path> folders = Files.list(ROOT.resolve(owner))) {
      List<Golden> cases = folders.filter(Files::isDirectory).sorted().map(Golden::new).toList();
      assertThat(cases).as("golden cases of %s", owner).isNotEmpty();
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case's name, which is its folder's. */
  public String name() {
    return folder.getFileName().toString();
  }

  public boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  public JsonNode json(String file) {
    return Json.MAPPER.readTree(bytes(file));
  }

  /** Compares with the file, as its name's ending says. */
  public void check(String file, byte[] actual) {
    check(file, new String(actual, StandardCharsets.UTF_8));
  }

  /** Compares with the file, as its name's ending says. */
  public void check(String file, String actual) {
    if (Boolean.getBoolean("golden.update")) {
      write(file, file.endsWith(".json") ? pretty(actual) : actual);
      return;
    }
    assertThat(has(file)).as("%s/%s exists; run with -Dgolden.update=true", name(), file).isTrue();
    if (file.endsWith(".json")) {
      assertThat(Json.MAPPER.readTree(actual)).as("%s/%s", name(), file).isEqualTo(json(file));
    } else if (file.endsWith(".sse")) {
      assertThat(events(actual)).as("%s/%s", name(), file).isEqualTo(events(text(file)));
    } else {
      assertThat(actual).as("%s/%s", name(), file).isEqualTo(text(file));
    }
  }

  /**
   * The events of a stream: names, comments and plain data as they are, data that is JSON as a
   * tree. Strict where our own writing is concerned: line feeds, and a blank line after each event.
   */
  public static List<List<Object>> events(String stream) {
    assertThat(stream).as("framing").doesNotContain("\r");
    assertThat(stream.isEmpty() || stream.endsWith("\n\n")).as("ends with a blank line").isTrue();
    return Stream.of(stream.split("\n\n"))
        .filter(event -> !event.isEmpty())
        .map(event -> event.lines().map(Golden::line).toList())
        .toList();
  }

  private static Object line(String line) {
    return line.startsWith("data: {") ? Json.MAPPER.readTree(line.substring(6)) : line;
  }

  private static String pretty(String json) {
    return Json.MAPPER
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(Json.MAPPER.readTree(json))
        + "\n";
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
