package io.llmgw.cli;

import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Estimate;
import io.llmgw.chat.Footer;
import io.llmgw.gateway.Explanation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ResponseFormat;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows what a question would be sent as and what it would cost. */
final class DryRun {
  private final ChatSetup setup;
  private final PrintWriter out;

  DryRun(ChatSetup setup, PrintWriter out) {
    this.setup = setup;
    this.out = out;
  }

  /** What would be sent to one model. */
  private record Plan(String model, Estimate estimate, Explanation explanation) {}

  void print(Entry question, @Nullable ResponseFormat format, OutputFormat output) {
    List<Plan> plans = setup.models().stream().map(model -> plan(question, model, format)).toList();
    if (output == OutputFormat.TEXT) {
      plans.forEach(this::text);
    } else if (plans.size() > 1 && output != OutputFormat.STREAM_JSON) {
      JsonObjects.printArray(
          out,
          json ->
              plans.forEach(plan -> {
                json.writeStartObject();
                members(json, plan);
                json.writeEndObject();
              }));
    } else {
      plans.forEach(plan -> JsonObjects.print(out, json -> members(json, plan)));
    }
  }

  private Plan plan(Entry question, String model, @Nullable ResponseFormat format) {
    Chat chat = setup.chat();
    ChatRequest request = chat.request(question, model, format);
    return new Plan(model, Estimate.of(request, chat.backend()), chat.backend().preview(request));
  }

  private void text(Plan plan) {
    Estimate estimate = plan.estimate();
    out.println(
        "%-11s about %d tokens, and an answer of %d"
            .formatted("estimate", estimate.inputTokens(), estimate.outputTokens()));
    out.println("%-11s %s".formatted("cost", Footer.usd(estimate.costUsd())));
    new ExplanationPrinter(out).print(plan.explanation(), OutputFormat.TEXT);
  }

  private static void members(JsonGenerator json, Plan plan) {
    Estimate estimate = plan.estimate();
    Explanation explanation = plan.explanation();
    json.writeStringProperty("model", plan.model());
    json.writeStringProperty("provider", explanation.deployment().provider());
    json.writeNumberProperty("estimated_input_tokens", estimate.inputTokens());
    json.writeNumberProperty("estimated_output_tokens", estimate.outputTokens());
    if (estimate.costUsd() == null) {
      json.writeNullProperty("estimated_cost_usd");
    } else {
      json.writeNumberProperty("estimated_cost_usd", estimate.costUsd());
    }
    json.writeStringProperty("url", explanation.upstream().url());
    json.writeName("body");
    json.writeRawValue(explanation.upstream().body().toString());
  }
}
