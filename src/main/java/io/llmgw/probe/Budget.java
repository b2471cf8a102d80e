package io.llmgw.probe;

import io.llmgw.model.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a run may still spend. Thread-safe. */
final class Budget {
  private final @Nullable BigDecimal limit;
  private final Costs costs;
  private BigDecimal reserved = BigDecimal.ZERO;

  Budget(@Nullable BigDecimal limit, Costs costs) {
    this.limit = limit;
    this.costs = costs;
  }

  /** Sets aside what that check costs at most; why it may not be made, or null when it may. */
  synchronized @Nullable String reserve(Target target, Rung rung) {
    if (limit == null || !rung.billable()) {
      return null;
    }
    Usage most = Question.most(rung);
    BigDecimal price = costs.of(target.deployment(), most);
    if (price == null) {
      return "its price is not known, so --max-cost could not hold";
    }
    if (reserved.add(price).compareTo(limit) > 0) {
      return "--max-cost is reached";
    }
    reserved = reserved.add(price);
    return null;
  }
}
