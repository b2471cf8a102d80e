package io.llmgw.provider.gemini;

import io.llmgw.catalog.GeminiModel;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much the model thinks: a budget of tokens for older models, a level for newer ones, never
 * both.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thinking">thinking</a>
 */
final class Thinking {
  private static final String FIELD = "reasoning_effort";
  private static final int DYNAMIC = -1;
  private static final int LOW = 1_024;
  private static final int MEDIUM = 8_192;
  private static final int HIGH = 24_576;

  private final GeminiModel model;
  private final Fidelity fidelity;

  Thinking(GeminiModel model, Fidelity fidelity) {
    this.model = model;
    this.fidelity = fidelity;
  }

  /**
   * Writes what the request asks for.
   *
   * @param shown whether the client wants to see the thoughts
   */
  void write(ObjectNode config, Sampling sampling, boolean shown) {
    boolean asked = sampling.effort() != null || sampling.thinkingBudget() != null;
    switch (model.thinking()) {
      case NONE -> {
        if (asked && !"none".equals(sampling.effort())) {
          fidelity.drop(FIELD, "this model cannot be told how much to think");
        }
      }
      case BUDGET -> {
        Integer budget = budget(sampling);
        boolean thinks = budget == null ? model.thinksUnasked() : budget != 0;
        if (budget != null) {
          thinkingConfig(config).put("thinkingBudget", budget);
        }
        show(config, thinks && shown && !"none".equals(sampling.effort()));
      }
      case LEVEL -> {
        String level = level(sampling);
        if (level != null) {
          thinkingConfig(config).put("thinkingLevel", level);
        }
        show(config, shown && !"none".equals(sampling.effort()));
      }
    }
  }

  private static ObjectNode thinkingConfig(ObjectNode config) {
    return config.withObject("/thinkingConfig");
  }

  private static void show(ObjectNode config, boolean shown) {
    if (shown) {
      thinkingConfig(config).put("includeThoughts", true);
    }
  }

  private @Nullable Integer budget(Sampling sampling) {
    Integer given = sampling.thinkingBudget();
    if (given != null) {
      return fitting(given, "thinking.budget_tokens");
    }
    String effort = sampling.effort();
    return effort == null ? null : budget(effort);
  }

  private @Nullable Integer budget(String effort) {
    return switch (effort) {
      case "none" -> Integer.valueOf(fitting(0, FIELD));
      case "minimal", "low" -> Integer.valueOf(fitting(LOW, FIELD));
      case "medium" -> Integer.valueOf(fitting(MEDIUM, FIELD));
      case "high" -> Integer.valueOf(fitting(HIGH, FIELD));
      case "xhigh", "max" -> Integer.valueOf(model.maxBudget());
      default -> unknown(effort);
    };
  }

  private @Nullable Integer unknown(String effort) {
    fidelity.drop(FIELD, "'" + effort + "' is no effort this model knows");
    return null;
  }

  private int fitting(int budget, String field) {
    if (budget == DYNAMIC || (budget == 0 && model.canRest())) {
      return budget;
    }
    int clamped = Math.clamp(budget, model.minBudget(), model.maxBudget());
    if (clamped != budget) {
      fidelity.change(
          field, "this model thinks with " + model.minBudget() + " to " + model.maxBudget());
    }
    return clamped;
  }

  private @Nullable String level(Sampling sampling) {
    String effort = sampling.effort();
    Integer budget = sampling.thinkingBudget();
    if (effort == null && budget == null) {
      return null;
    }
    String wanted = effort != null ? ofEffort(effort) : ofBudget(budget == null ? 0 : budget);
    if (wanted == null) {
      return null;
    }
    List<String> levels = model.levels();
    if (levels.contains(wanted) && !"none".equals(effort)) {
      return wanted;
    }
    // the next one up, which for the highest there always is
    List<String> all = List.of("MINIMAL", "LOW", "MEDIUM", "HIGH");
    for (String level : all.subList(all.indexOf(wanted), all.size())) {
      if (levels.contains(level)) {
        fidelity.change(FIELD, "the nearest this model can do is " + level);
        return level;
      }
    }
    return levels.getLast();
  }

  private @Nullable String ofEffort(String effort) {
    return switch (effort) {
      case "none", "minimal" -> "MINIMAL";
      case "low" -> "LOW";
      case "medium" -> "MEDIUM";
      case "high", "xhigh", "max" -> "HIGH";
      default -> {
        unknown(effort);
        yield null;
      }
    };
  }

  private String ofBudget(int budget) {
    fidelity.change("thinking.budget_tokens", "this model takes a level, not a number");
    if (budget == DYNAMIC || budget > MEDIUM) {
      return "HIGH";
    }
    return budget > LOW ? "MEDIUM" : budget > LOW / 2 ? "LOW" : "MINIMAL";
  }
}
