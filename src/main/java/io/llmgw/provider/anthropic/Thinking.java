package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModel;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Sampling;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a model is asked to think, or not to: the same wherever Claude is hosted.
 *
 * @param parameter the {@code thinking} object, null to say nothing
 * @param effort the {@code output_config.effort}, null to say nothing
 * @param budget tokens set aside for it, 0 for none
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/extended-thinking">extended
 *     thinking</a>
 */
public record Thinking(@Nullable ObjectNode parameter, @Nullable String effort, int budget) {
  /** The smallest budget that is accepted. */
  public static final int LEAST = 1024;

  private static final Thinking UNSAID = new Thinking(null, null, 0);
  private static final List<String> EFFORTS =
      List.of("minimal", "low", "medium", "high", "xhigh", "max");
  private static final int[] BUDGETS = {LEAST, LEAST, 8192, 24_576, 32_768, 128_000};

  /** Why thinking that was asked for cannot be. */
  public enum Hindrance {
    FORCED_TOOL("a call is forced by tool_choice"),
    PREFILL("the last message is the assistant's"),
    UNSIGNED_CALLS("the thinking before the last tool calls was not sent back with its signature");

    private final String reason;

    Hindrance(String reason) {
      this.reason = reason;
    }
  }

  /**
   * How long an answer may be, and the thinking that fits into it.
   *
   * @param tokens the limit to send
   */
  public record Limited(int tokens, Thinking thinking) {}

  /** Whether the model will think, so that its sampling is fixed. */
  public boolean on() {
    return budget > 0
        || (parameter != null && parameter.path("type").asString("").equals("adaptive"));
  }

  /**
   * What to send for a wish.
   *
   * @param said the client's own {@code thinking} object, which may be missing
   * @param hindrance null when nothing stands in the way
   */
  public static Thinking of(
      ClaudeModel model,
      Sampling sampling,
      JsonNode said,
      @Nullable Hindrance hindrance,
      Fidelity fidelity) {
    String type = said.path("type").asString("");
    String effort = sampling.effort() == null ? null : sampling.effort().toLowerCase(Locale.ROOT);
    if ("none".equals(effort) || type.equals("disabled")) {
      return off(model);
    }
    if (effort != null && !EFFORTS.contains(effort)) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'reasoning_effort' must be none, minimal, low, medium, high, xhigh or max.",
          ErrorDetail.ofParam("reasoning_effort"));
    }
    Integer budget = sampling.thinkingBudget();
    if (effort == null && budget == null && !type.equals("adaptive")) {
      return UNSAID;
    }
    String field = effort == null ? "thinking" : "reasoning_effort";
    if (model.thinking().isEmpty()) {
      fidelity.drop(field, "this model does not think");
      return UNSAID;
    }
    boolean adaptive =
        model.thinking().contains(ClaudeModel.Thinking.ADAPTIVE)
            && !(budget != null && model.thinking().contains(ClaudeModel.Thinking.BUDGET));
    return adaptive
        ? adaptive(model, effort, budget, field, hindrance, fidelity)
        : budget(model, effort, budget, field, hindrance, fidelity);
  }

  private static Thinking off(ClaudeModel model) {
    return switch (model.off()) {
      case ABSENT -> UNSAID;
      case DISABLED -> new Thinking(type("disabled"), null, 0);
      case BETWEEN_TOOLS -> new Thinking(type("between_tools"), null, 0);
      case LOWEST_EFFORT -> new Thinking(null, model.efforts().getFirst(), 0);
    };
  }

  private static Thinking adaptive(
      ClaudeModel model,
      @Nullable String effort,
      @Nullable Integer budget,
      String field,
      @Nullable Hindrance hindrance,
      Fidelity fidelity) {
    String wanted = effort == null && budget != null ? effortFor(budget) : effort;
    String sent = wanted == null ? null : nearest(model, wanted, field, fidelity);
    // these models do not need their thinking back
    if (hindrance != null && hindrance != Hindrance.UNSIGNED_CALLS) {
      fidelity.lose(field, hindrance.reason);
      return new Thinking(null, sent, 0);
    }
    return new Thinking(type("adaptive").put("display", "summarized"), sent, 0);
  }

  private static Thinking budget(
      ClaudeModel model,
      @Nullable String effort,
      @Nullable Integer budget,
      String field,
      @Nullable Hindrance hindrance,
      Fidelity fidelity) {
    String sent =
        effort == null || model.efforts().isEmpty()
            ? null
            : nearest(model, effort, field, fidelity);
    if (hindrance != null) {
      fidelity.lose(field, hindrance.reason);
      return new Thinking(null, sent, 0);
    }
    int tokens =
        budget != null ? budget : BUDGETS[EFFORTS.indexOf(effort == null ? "medium" : effort)];
    return new Thinking(type("enabled"), sent, Math.max(LEAST, tokens));
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static String effortFor(int budget) {
    int i = 1;
    while (i < BUDGETS.length - 1 && BUDGETS[i] < budget) {
      i++;
    }
    return EFFORTS.get(i);
  }

  /** The effort itself, else the next higher one the model takes, else its highest. */
  private static String nearest(ClaudeModel model, String effort, String field, Fidelity fidelity) {
    for (int i = EFFORTS.indexOf(effort); i < EFFORTS.size(); i++) {
      String candidate = EFFORTS.get(i);
      if (model.efforts().contains(candidate)) {
        if (!candidate.equals(effort)) {
          fidelity.change(field, "sent as the effort " + candidate);
        }
        return candidate;
      }
    }
    fidelity.change(field, "sent as the effort " + model.efforts().getLast());
    return model.efforts().getLast();
  }

  /**
   * The same with a limit of output tokens that it fits into.
   *
   * @param most what the model can write; null when that is not known
   */
  public Limited limited(int asked, @Nullable Integer most, Fidelity fidelity) {
    int limit = asked;
    if (most != null && limit > most) {
      fidelity.change("max_tokens", "this model writes at most " + most);
      limit = most;
    }
    if (budget > 0 && limit <= LEAST) {
      fidelity.lose("reasoning_effort", "max_tokens leaves no room for thinking");
      return new Limited(limit, without());
    }
    if (budget > 0 && limit <= budget) {
      // counted beside the answer, which the client's limit was meant for
      long sum = (long) limit + budget;
      int raised = (int) Math.min(sum, most == null ? Integer.MAX_VALUE : most);
      fidelity.change("max_tokens", "raised by the budget for thinking");
      return new Limited(raised, within(raised, limit));
    }
    return new Limited(limit, this);
  }

  /** The same within a limit of output tokens, leaving room for an answer of about that length. */
  public Thinking within(int maxTokens, int answer) {
    int room = maxTokens - Math.min(answer, maxTokens / 4);
    return new Thinking(parameter, effort, Math.min(budget, room));
  }

  /** The same without thinking. */
  public Thinking without() {
    return new Thinking(null, effort, 0);
  }

  /** The parameter with its budget. */
  public @Nullable ObjectNode complete() {
    return parameter != null && budget > 0
        ? parameter.deepCopy().put("budget_tokens", budget)
        : parameter;
  }
}
