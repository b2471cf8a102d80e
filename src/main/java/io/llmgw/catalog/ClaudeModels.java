package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The models of Anthropic by name, read from {@code claude.json}. Any spelling will do: with a
 * vendor's or a region's prefix, a date, a version with a dot. A Claude that is not listed counts
 * as the newest. Immutable.
 */
public final class ClaudeModels {
  private record Row(List<String> names, ClaudeModel model) {}

  private final List<Row> rows;
  private final ClaudeModel other;

  private ClaudeModels(List<Row> rows, ClaudeModel other) {
    this.rows = rows;
    this.other = other;
  }

  /** Reads the file that comes with the program. */
  public static ClaudeModels load() {
    try (InputStream in = ClaudeModels.class.getResourceAsStream("claude.json")) {
      if (in == null) {
        throw new IllegalStateException("claude.json is missing from the program");
      }
      JsonNode file = Json.MAPPER.readTree(in);
      List<Row> rows = new ArrayList<>();
      for (JsonNode entry : file.path("models")) {
        rows.add(new Row(texts(entry.path("names")), model(entry)));
      }
      return new ClaudeModels(List.copyOf(rows), model(file.path("other")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ClaudeModel model(JsonNode entry) {
    boolean limited = entry.has("max_output");
    int output = entry.path(limited ? "max_output" : "default_output").asInt();
    Set<ClaudeModel.Thinking> thinking = EnumSet.noneOf(ClaudeModel.Thinking.class);
    for (String way : texts(entry.path("thinking"))) {
      thinking.add(read(ClaudeModel.Thinking.class, way));
    }
    return new ClaudeModel(
        limited ? output : null,
        output,
        thinking,
        read(ClaudeModel.Off.class, entry.path("off").asString()),
        read(ClaudeModel.Sampling.class, entry.path("sampling").asString()),
        entry.path("structured_outputs").asBoolean(),
        entry.path("forced_tools").asBoolean(),
        entry.path("prefill").asBoolean(),
        texts(entry.path("efforts")));
  }

  private static <E extends Enum<E>> E read(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /** What the model of that name takes. */
  public ClaudeModel of(String name) {
    String spelled = name.toLowerCase(Locale.ROOT).replace('.', '-');
    if (!spelled.contains("claude")) {
      return other;
    }
    for (Row row : rows) {
      if (row.names.stream().anyMatch(fragment -> names(spelled, fragment))) {
        return row.model;
      }
    }
    return other;
  }

  /** Whether the fragment occurs and no further digit belongs to its last number. */
  private static boolean names(String name, String fragment) {
    int at = name.indexOf(fragment);
    int end = at + fragment.length();
    return at >= 0 && (end == name.length() || !Character.isDigit(name.charAt(end)));
  }
}
