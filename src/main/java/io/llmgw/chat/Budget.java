package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;

/** Refuses a question before it is sent when it may cost more than is left. */
final class Budget {
  private Budget() {}

  static void check(ChatRequest request, Chat chat) {
    Double cap = chat.settings().budgetUsd();
    if (cap == null) {
      return;
    }
    Estimate estimate = Estimate.of(request, chat.backend());
    if (estimate.costUsd() == null) {
      throw new ChatException(
          ErrorKind.BUDGET,
          "%s has no known price, so a budget cannot be kept".formatted(request.model()),
          "choose a model with a price, or drop the budget");
    }
    if (chat.spentUsd() + estimate.costUsd() > cap) {
      throw new ChatException(
          ErrorKind.BUDGET,
          "this may cost %s, and %s of %s is spent"
              .formatted(
                  Footer.usd(estimate.costUsd()), Footer.usd(chat.spentUsd()), Footer.usd(cap)),
          "a higher budget, a shorter answer with max_tokens, or a cheaper model");
    }
  }
}
