package io.llmgw.probe;

import io.llmgw.model.Usage;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a run may still spend. Thread-safe. */
final class Budget {
  private final @Nullable Double limit;
  private final Prices prices;
  private double reserved;

  Budget(@Nullable Double limit, Prices prices) {
    this.limit = limit;
    this.prices = prices;
  }

  /** Sets aside what that check costs at most; why it may not be made, or null when it may. */
  synchronized @Nullable String reserve(Target target, Rung rung) {
    if (limit == null || !rung.billable()) {
      return null;
    }
    Usage most = Question.most(rung);
    OptionalDouble price = prices.usd(target.deployment(), most);
    if (price.isEmpty()) {
      return "its price is not known, so --max-cost could not hold";
    }
    if (reserved + price.getAsDouble() > limit) {
      return "--max-cost is reached";
    }
    reserved += price.getAsDouble();
    return null;
  }
}
