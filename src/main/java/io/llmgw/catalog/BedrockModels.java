package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models on Bedrock by name, read from {@code bedrock.json}. A name may have a region's prefix
 * or be an ARN; a model that is not listed counts as the plainest. Immutable.
 */
public final class BedrockModels {
  private record Row(List<String> names, BedrockModel model) {}

  private final List<Row> rows;
  private final BedrockModel other;
  private final Set<String> betas;

  private BedrockModels(List<Row> rows, BedrockModel other, Set<String> betas) {
    this.rows = rows;
    this.other = other;
    this.betas = betas;
  }

  /** Reads the file that comes with the program. */
  public static BedrockModels load() {
    try (InputStream in = BedrockModels.class.getResourceAsStream("bedrock.json")) {
      if (in == null) {
        throw new IllegalStateException("bedrock.json is missing from the program");
      }
      JsonNode file = Json.MAPPER.readTree(in);
      ObjectNode other = (ObjectNode) file.path("other");
      List<Row> rows = new ArrayList<>();
      for (JsonNode entry : file.path("models")) {
        // a row says where the model differs from the plainest
        ObjectNode whole = other.deepCopy();
        entry.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
        rows.add(new Row(texts(entry.path("names")), model(whole)));
      }
      Set<String> betas = new TreeSet<>(texts(file.path("betas")));
      return new BedrockModels(List.copyOf(rows), model(other), betas);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static BedrockModel model(JsonNode entry) {
    return new BedrockModel(
        entry.path("reasoning").asString().equals("claude"),
        entry.path("system").asBoolean(),
        entry.path("sampling").asBoolean(),
        entry.path("stop").asBoolean(),
        entry.path("top_k").isString() ? entry.path("top_k").asString() : null,
        read(BedrockModel.Tools.class, entry.path("tools")),
        entry.path("media_in_results").asBoolean(),
        entry.path("structured_outputs").asBoolean(),
        entry.path("prefill").asBoolean(),
        read(BedrockModel.Reasoning.class, entry.path("reasoning")),
        read(BedrockModel.Cache.class, entry.path("cache")),
        entry.path("short_ids").asBoolean(),
        read(BedrockModel.Embedding.class, entry.path("embedding")));
  }

  private static <E extends Enum<E>> E read(Class<E> type, JsonNode name) {
    return Enum.valueOf(type, name.asString().toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /** What the model of that name takes. */
  public BedrockModel of(String name) {
    String spelled = name.toLowerCase(Locale.ROOT);
    for (Row row : rows) {
      if (row.names.stream().anyMatch(spelled::contains)) {
        return row.model;
      }
    }
    return other;
  }

  /** Whether Bedrock knows that feature in trial of Anthropic's; one it does not is refused. */
  public boolean knowsBeta(String name) {
    return betas.contains(name);
  }
}
