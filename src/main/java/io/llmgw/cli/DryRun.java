package io.llmgw.cli;

import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Estimate;
import io.llmgw.chat.Footer;
import io.llmgw.gateway.Explanation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ResponseFormat;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows what a question would be sent as and what it would cost. */
final class DryRun {
  private final ChatSetup setup;
  private final PrintWriter out;

  DryRun(ChatSetup setup, PrintWriter out) {
    this.setup = setup;
    this.out = out;
  }

  void print(Entry question, @Nullable ResponseFormat format, OutputFormat output) {
    for (String model : setup.models()) {
      Chat chat = setup.chat();
      ChatRequest request = chat.request(question, model, format);
      Estimate estimate = Estimate.of(request, chat.backend());
      Explanation explanation = chat.backend().preview(request);
      if (output == OutputFormat.TEXT) {
        out.println(
            "%-11s about %d tokens, and an answer of %d"
                .formatted("estimate", estimate.inputTokens(), estimate.outputTokens()));
        out.println("%-11s %s".formatted("cost", Footer.usd(estimate.costUsd())));
        new ExplanationPrinter(out).print(explanation, output);
      } else {
        json(model, estimate, explanation);
      }
    }
  }

  private void json(String model, Estimate estimate, Explanation explanation) {
    JsonObjects.print(
        out,
        json -> {
          json.writeStringProperty("model", model);
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
        });
  }
}
