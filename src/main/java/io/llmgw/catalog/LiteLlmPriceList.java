package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads LiteLLM's list of prices and context windows. Entries about something else than a model's
 * tokens are left out; a figure that cannot be one is a failure, told with its place.
 *
 * @see <a href="https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json">
 *     the list</a>
 */
final class LiteLlmPriceList {
  /** An explanation of the format, in the place of a model. */
  private static final String SAMPLE = "sample_spec";

  /** Prices of single pictures, by their size. */
  private static final Pattern BY_SIZE = Pattern.compile("(?:^|/)\\d+-x-\\d+/");

  /** A million dollars for a million tokens. */
  private static final BigDecimal HIGHEST = BigDecimal.ONE;

  /** LiteLLM's vendors that are parts of one. */
  private static final Map<String, String> PARTS =
      Map.of(
          "bedrock_converse", "bedrock",
          "bedrock_mantle", "bedrock",
          "cohere_chat", "cohere",
          "azure_text", "azure",
          "fireworks_ai-embedding-models", "fireworks_ai",
          "codestral", "mistral",
          "text-completion-codestral", "mistral");

  private final String source;
  private final LocalDate day;

  /**
   * @param source where the list is from, for people
   * @param day when it was read
   */
  LiteLlmPriceList(String source, LocalDate day) {
    this.source = source;
    this.day = day;
  }

  List<ModelFacts> read(byte[] bytes) {
    JsonNode list;
    try {
      list = Json.MAPPER.readTree(bytes);
    } catch (JacksonException malformed) {
      var place = malformed.getLocation();
      throw new CatalogException(
          "%s is not JSON: line %d, column %d: %s"
              .formatted(
                  source, place.getLineNr(), place.getColumnNr(), malformed.getOriginalMessage()));
    }
    List<ModelFacts> models = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : list.properties()) {
      JsonNode vendor = entry.getValue().path("litellm_provider");
      if (vendor.isString()
          && !entry.getKey().equals(SAMPLE)
          && !BY_SIZE.matcher(entry.getKey()).find()) {
        models.add(facts(entry.getKey(), vendor.asString(), entry.getValue()));
      }
    }
    if (models.isEmpty()) {
      throw new CatalogException(
          source
              + " is not a list of prices in LiteLLM's format: no model in it has a"
              + " litellm_provider");
    }
    return models;
  }

  private ModelFacts facts(String key, String provider, JsonNode entry) {
    String vendor =
        provider.startsWith("vertex_ai") ? "vertex_ai" : PARTS.getOrDefault(provider, provider);
    Integer output = count(key, entry, "max_output_tokens");
    Integer legacy = count(key, entry, "max_tokens");
    String mode = entry.path("mode").asString(ModelMode.CHAT);
    return new ModelFacts(
        vendor,
        name(key, vendor, provider),
        mode.equals("responses") ? ModelMode.CHAT : mode,
        count(key, entry, "max_input_tokens"),
        output == null ? legacy : output,
        abilities(entry),
        LiteLlmFields.prices(figures(key, entry)),
        date(key, entry),
        List.of(),
        source,
        day);
  }

  private static String name(String key, String vendor, String provider) {
    for (String prefix : List.of(provider + "/", vendor + "/")) {
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        return key.substring(prefix.length());
      }
    }
    return key;
  }

  private Map<String, BigDecimal> figures(String key, JsonNode entry) {
    Map<String, BigDecimal> figures = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      JsonNode figure = field.getValue();
      if (LiteLlmFields.isPrice(field.getKey()) && !figure.isNull()) {
        boolean price =
            figure.isNumber()
                && figure.decimalValue().signum() >= 0
                && figure.decimalValue().compareTo(HIGHEST) <= 0;
        if (!price) {
          throw wrong(key, field.getKey(), "a price of one token in dollars", figure);
        }
        figures.put(field.getKey(), figure.decimalValue());
      }
    }
    return figures;
  }

  private @Nullable Integer count(String key, JsonNode entry, String field) {
    JsonNode count = entry.path(field);
    if (count.isMissingNode() || count.isNull()) {
      return null;
    }
    boolean whole =
        count.isNumber()
            && count.decimalValue().signum() >= 0
            && count.decimalValue().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
            && count.decimalValue().stripTrailingZeros().scale() <= 0;
    if (!whole) {
      throw wrong(key, field, "a number of tokens", count);
    }
    int tokens = count.decimalValue().intValue();
    return tokens == 0 ? null : tokens;
  }

  private @Nullable LocalDate date(String key, JsonNode entry) {
    JsonNode date = entry.path("deprecation_date");
    if (date.isMissingNode() || date.isNull()) {
      return null;
    }
    try {
      return LocalDate.parse(date.asString());
    } catch (DateTimeException _) {
      throw wrong(key, "deprecation_date", "a date", date);
    }
  }

  private static Set<Capability> abilities(JsonNode entry) {
    Set<Capability> can = EnumSet.noneOf(Capability.class);
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (field.getKey().startsWith("supports_") && field.getValue().asBoolean(false)) {
        Capability ability = LiteLlmFields.ability(field.getKey().substring(9));
        if (ability != null) {
          can.add(ability);
        }
      }
    }
    return can;
  }

  private CatalogException wrong(String key, String field, String what, JsonNode value) {
    String text = value.toString();
    return new CatalogException(
        "%s, model '%s': %s is not %s: %s"
            .formatted(
                source, key, field, what, text.length() > 60 ? text.substring(0, 60) + "…" : text));
  }
}
