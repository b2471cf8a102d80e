package io.llmgw.provider.openai;

import io.llmgw.provider.UpstreamModel;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one entry of a list of models in OpenAI's form, with what several vendors say in it beyond
 * the name. Anything that is not as expected counts as not said.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/list-available-models">OpenRouter</a>
 * @see <a href="https://console.groq.com/docs/models">Groq</a>
 * @see <a href="https://docs.mistral.ai/api/#tag/models">Mistral</a>
 */
final class ListedModel {
  private static final List<String> CONTEXT =
      List.of("context_length", "context_window", "max_context_length", "max_model_len");
  private static final int MILLION = 6;

  private ListedModel() {}

  /** The model that an entry of a list tells of; null for an entry without a name. */
  static @Nullable UpstreamModel read(JsonNode entry) {
    String id = entry.path("id").asString(entry.path("name").asString(null));
    if (id == null) {
      return null;
    }
    JsonNode pricing = entry.path("pricing");
    return new UpstreamModel(
        id,
        entry.path("owned_by").asString(null),
        context(entry),
        perToken(pricing.path("prompt")),
        perToken(pricing.path("completion")),
        retires(entry));
  }

  private static @Nullable Integer context(JsonNode entry) {
    for (String member : CONTEXT) {
      JsonNode tokens = entry.path(member);
      if (tokens.isInt() && tokens.asInt() > 0) {
        return tokens.asInt();
      }
    }
    return null;
  }

  /** OpenRouter's way: dollars for one token, as text; -1 for prices that vary. */
  private static @Nullable BigDecimal perToken(JsonNode price) {
    if (!price.isString()) {
      return null;
    }
    try {
      BigDecimal usd = new BigDecimal(price.asString());
      boolean sensible = usd.signum() >= 0 && usd.scale() < 30 && usd.scale() > -6;
      return sensible ? usd.movePointRight(MILLION) : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /** Mistral's {@code deprecation} is a time, Azure's an object with seconds in it. */
  private static @Nullable LocalDate retires(JsonNode entry) {
    JsonNode deprecation = entry.path("deprecation");
    JsonNode inference = deprecation.path("inference");
    try {
      if (inference.isIntegralNumber() && inference.asLong() > 0) {
        return day(Instant.ofEpochSecond(inference.asLong()));
      }
      return deprecation.isString() ? day(Instant.parse(deprecation.asString())) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
