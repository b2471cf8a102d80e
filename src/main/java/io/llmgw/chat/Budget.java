package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says before questions are sent that they may cost more than is left. */
final class Budget {
  private Budget() {}

  /** Why they should not be sent; null when they may. */
  static @Nullable ChatException objection(List<ChatRequest> requests, Chat chat) {
    Double cap = chat.settings().budgetUsd();
    if (cap == null) {
      return null;
    }
    double cost = 0;
    for (ChatRequest request : requests) {
      Double estimate = Estimate.of(request, chat.backend()).costUsd();
      if (estimate == null) {
        return new ChatException(
            ErrorKind.BUDGET,
            "%s has no known price, so a budget cannot be kept".formatted(request.model()),
            "choose a model with a price, or drop the budget");
      }
      cost += estimate;
    }
    return chat.spentUsd() + cost <= cap
        ? null
        : new ChatException(
            ErrorKind.BUDGET,
            "this may cost %s, and %s of %s is spent"
                .formatted(Footer.usd(cost), Footer.usd(chat.spentUsd()), Footer.usd(cap)),
            "a higher budget, a shorter answer with max_tokens, or a cheaper model");
  }
}
