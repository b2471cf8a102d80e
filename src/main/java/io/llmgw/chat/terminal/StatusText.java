package io.llmgw.chat.terminal;

import io.llmgw.chat.Chat;
import io.llmgw.chat.Context;
import io.llmgw.chat.Footer;
import io.llmgw.chat.Symbols;
import java.util.ArrayList;
import java.util.List;

/** The line at the bottom: model, how full its window is, cost, title. */
final class StatusText {
  private static final int BAR = 8;

  private StatusText() {}

  static String of(Chat chat, Symbols symbols) {
    List<String> words = new ArrayList<>();
    words.add(chat.settings().model().isEmpty() ? "no model" : chat.settings().model());
    Context context = Context.of(chat);
    words.add(
        context.percent() < 0
            ? "ctx " + context.total()
            : "ctx " + context.bar(BAR, symbols) + " " + context.percent() + "%");
    Double cap = chat.settings().budgetUsd();
    words.add(Footer.usd(chat.spentUsd()) + (cap == null ? "" : " / " + Footer.usd(cap)));
    if (!chat.attachments().isEmpty()) {
      words.add(chat.attachments().size() + " attached");
    }
    if (!chat.session().title().isEmpty()) {
      words.add(chat.session().title());
    }
    return " " + String.join(" " + symbols.dot() + " ", words);
  }
}
