package io.llmgw.provider.gemini;

import io.llmgw.catalog.GeminiModel;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the answer is drawn, where it ends, and the form it has.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#generationconfig">the settings</a>
 */
final class GenerationSettings {
  private static final int MOST_STOPS = 5;
  private static final double HIGHEST_TEMPERATURE = 2;

  private final GeminiModel model;
  private final Fidelity fidelity;

  GenerationSettings(GeminiModel model, Fidelity fidelity) {
    this.model = model;
    this.fidelity = fidelity;
  }

  void sampling(ObjectNode config, Sampling sampling) {
    if (sampling.maxTokens() != null) {
      config.put("maxOutputTokens", sampling.maxTokens());
    }
    if (model.sampling()) {
      drawn(config, sampling);
    } else {
      fixed("temperature", sampling.temperature(), 1);
      fixed("top_p", sampling.topP(), 1);
      fixed("top_k", sampling.topK() == null ? null : (double) sampling.topK(), 0);
    }
    if (sampling.seed() != null) {
      config.put("seed", seed(sampling.seed()));
    }
    penalty(config, "presence_penalty", "presencePenalty", sampling.presencePenalty());
    penalty(config, "frequency_penalty", "frequencyPenalty", sampling.frequencyPenalty());
    stop(config, sampling);
  }

  private void drawn(ObjectNode config, Sampling sampling) {
    Double temperature = sampling.temperature();
    if (temperature != null) {
      double clamped = Math.clamp(temperature, 0, HIGHEST_TEMPERATURE);
      if (clamped != temperature) {
        fidelity.change("temperature", "this provider takes 0 to 2");
      }
      config.put("temperature", clamped);
    }
    if (sampling.topP() != null) {
      config.put("topP", sampling.topP());
    }
    // 0 stands for no limit elsewhere
    if (sampling.topK() != null && sampling.topK() > 0) {
      config.put("topK", sampling.topK());
    }
  }

  private void fixed(String name, @Nullable Double value, double usual) {
    if (value != null && value != usual) {
      fidelity.drop(name, "this model draws its answers in one way only");
    }
  }

  private int seed(long seed) {
    if (seed != (int) seed) {
      fidelity.change("seed", "this provider takes 32 bits of it");
    }
    return (int) seed;
  }

  private void penalty(ObjectNode config, String name, String sent, @Nullable Double value) {
    if (value == null || value == 0) {
      return;
    }
    if (model.penalties()) {
      config.put(sent, value);
    } else {
      fidelity.drop(name, "this model takes no penalties");
    }
  }

  /** Sequences without anything to see are refused, and more than a few. */
  private void stop(ObjectNode config, Sampling sampling) {
    ArrayNode stop = config.arrayNode();
    for (String sequence : sampling.stop()) {
      if (sequence.isBlank()) {
        fidelity.lose("stop", "a stop sequence of white space alone is not taken");
      } else if (stop.size() == MOST_STOPS) {
        fidelity.drop("stop", "this provider takes " + MOST_STOPS + " stop sequences at most");
      } else {
        stop.add(sequence);
      }
    }
    if (!stop.isEmpty()) {
      config.set("stopSequences", stop);
    }
  }

  /**
   * Writes the form of the answer.
   *
   * @return the same in words for the model, when it cannot be set beside tools; null when it is
   */
  @Nullable String format(ObjectNode config, @Nullable ResponseFormat format, boolean besideTools) {
    return switch (format) {
      case null -> null;
      case ResponseFormat.Text _ -> null;
      case ResponseFormat.JsonObject _ -> {
        if (besideTools) {
          fidelity.change("response_format", "asked for in words, since there are tools too");
          yield "When you answer, answer with one JSON object and nothing else: no code fence.";
        }
        config.put("responseMimeType", "application/json");
        yield null;
      }
      case ResponseFormat.JsonSchema schema -> {
        if (besideTools) {
          fidelity.change("response_format", "asked for in words, since there are tools too");
          yield "When you answer, answer with JSON that fits this schema and nothing else, without"
              + " a code fence: "
              + schema.schema();
        }
        schema(config, schema);
        yield null;
      }
    };
  }

  private void schema(ObjectNode config, ResponseFormat.JsonSchema format) {
    SchemaCleaner.Cleaned cleaned = SchemaCleaner.clean(format.schema());
    config.put("responseMimeType", "application/json");
    config.set("responseSchema", cleaned.schema());
    if (cleaned.lossy()) {
      fidelity.change(
          "response_format.json_schema.schema", "this provider takes only a part of it");
    }
  }
}
