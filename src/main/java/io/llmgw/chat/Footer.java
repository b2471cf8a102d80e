package io.llmgw.chat;

import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The line below an answer: who answered, how many tokens, what it cost and how long it took. */
public final class Footer {
  private static final double LEAST = 0.000_001;

  private Footer() {}

  public static String of(Outcome outcome, Symbols symbols) {
    List<String> words = new ArrayList<>();
    String provider = outcome.provider();
    words.add(
        provider.isEmpty() || provider.equals(outcome.asked())
            ? outcome.asked()
            : outcome.asked() + " via " + provider);
    Usage usage = outcome.usage();
    if (usage != null) {
      words.add(about(outcome) + tokens(usage, symbols));
    }
    Double cost = outcome.costUsd();
    if (cost != null) {
      words.add(about(outcome) + usd(cost));
    }
    if (outcome.timing().firstMillis() >= 0) {
      words.add(seconds(outcome.timing().firstMillis()) + " first");
    }
    double speed = outcome.timing().tokensPerSecond(usage);
    if (speed > 0) {
      words.add(String.format(Locale.ROOT, "%.0f tok/s", speed));
    }
    if (outcome.retries() > 0) {
      words.add(outcome.retries() + (outcome.retries() == 1 ? " retry" : " retries"));
    }
    return String.join(" " + symbols.dot() + " ", words);
  }

  /** What stands before numbers that nobody has told. */
  private static String about(Outcome outcome) {
    return outcome.guessed() ? "~" : "";
  }

  private static String tokens(Usage usage, Symbols symbols) {
    String cached = usage.cachedTokens() > 0 ? " (" + usage.cachedTokens() + " cached)" : "";
    return usage.inputTokens() + cached + symbols.arrow() + usage.outputTokens() + " tok";
  }

  public static String seconds(long millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%.2f s" : "%.1f s", millis / 1000.0);
  }

  /** Money with the digits that matter. */
  public static String usd(@Nullable Double amount) {
    if (amount == null) {
      return "unknown";
    }
    if (amount > 0 && amount < LEAST) {
      return "<$0.000001";
    }
    String form = amount == 0 || amount >= 1 ? "$%.2f" : amount >= 0.001 ? "$%.4f" : "$%.6f";
    return String.format(Locale.ROOT, form, amount);
  }
}
