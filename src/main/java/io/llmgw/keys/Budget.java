package io.llmgw.keys;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent, in US dollars. It is kept, not enforced yet.
 *
 * @param soft where a warning is due
 * @param period after which it starts anew, such as {@code 30d}; null for never
 */
public record Budget(@Nullable BigDecimal max, @Nullable BigDecimal soft, @Nullable String period) {
  public static final Budget NONE = new Budget(null, null, null);
}
