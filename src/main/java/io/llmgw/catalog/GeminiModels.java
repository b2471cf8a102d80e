package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The models of Google by name, read from {@code gemini.json}. Any spelling will do: with a path, a
 * date, a version with a dot. A Gemini that is not listed counts as the newest. Immutable.
 */
public final class GeminiModels {
  /**
   * How Vertex AI embeds with a model.
   *
   * @param method the method of its API: {@code predict} or {@code embedContent}
   * @param batch most texts in one call
   */
  public record VertexEmbedding(String method, int batch) {}

  private record Row<T>(List<String> names, T facts) {}

  private final List<Row<GeminiModel>> models;
  private final GeminiModel other;
  private final List<Row<VertexEmbedding>> embeddings;

  private GeminiModels(JsonNode file) {
    List<Row<GeminiModel>> rows = new ArrayList<>();
    file.path("models").forEach(entry -> rows.add(new Row<>(names(entry), model(entry))));
    List<Row<VertexEmbedding>> embedders = new ArrayList<>();
    for (JsonNode entry : file.path("embeddings")) {
      embedders.add(
          new Row<>(
              names(entry),
              new VertexEmbedding(
                  entry.path("vertex").asString(), entry.path("vertex_batch").asInt())));
    }
    models = List.copyOf(rows);
    other = model(file.path("other"));
    embeddings = List.copyOf(embedders);
  }

  /** Reads the file that comes with the program. */
  public static GeminiModels load() {
    try (InputStream in = GeminiModels.class.getResourceAsStream("gemini.json")) {
      if (in == null) {
        throw new IllegalStateException("gemini.json is missing from the program");
      }
      return new GeminiModels(Json.MAPPER.readTree(in));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static GeminiModel model(JsonNode entry) {
    return new GeminiModel(
        GeminiModel.Thinking.valueOf(entry.path("thinking").asString().toUpperCase(Locale.ROOT)),
        texts(entry.path("levels")),
        entry.path("min_budget").asInt(0),
        entry.path("max_budget").asInt(0),
        entry.path("can_rest").asBoolean(false),
        entry.path("thinks_unasked").asBoolean(),
        entry.path("system").asBoolean(),
        entry.path("signatures").asBoolean(),
        entry.path("validated").asBoolean(),
        entry.path("json_with_tools").asBoolean(),
        entry.path("media_in_results").asBoolean(),
        entry.path("penalties").asBoolean(),
        entry.path("sampling").asBoolean(),
        entry.path("prefill").asBoolean(),
        entry.path("candidates").asInt(),
        entry.path("location").asString());
  }

  private static List<String> names(JsonNode entry) {
    return texts(entry.path("names"));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /** What the model of that name takes. */
  public GeminiModel of(String name) {
    return find(models, name, other);
  }

  /** How Vertex AI embeds with the model of that name. */
  public VertexEmbedding vertexEmbedding(String name) {
    return find(embeddings, name, embeddings.getLast().facts);
  }

  private static <T> T find(List<Row<T>> rows, String name, T otherwise) {
    String spelled = name.toLowerCase(Locale.ROOT).replace('.', '-');
    for (Row<T> row : rows) {
      if (row.names.stream().anyMatch(fragment -> names(spelled, fragment))) {
        return row.facts;
      }
    }
    return otherwise;
  }

  /** Whether the fragment occurs and no further digit belongs to its last number. */
  private static boolean names(String name, String fragment) {
    int at = name.indexOf(fragment);
    int end = at + fragment.length();
    boolean number =
        !fragment.isEmpty() && Character.isDigit(fragment.charAt(fragment.length() - 1));
    return at >= 0 && !(number && end < name.length() && Character.isDigit(name.charAt(end)));
  }
}
