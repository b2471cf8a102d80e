package io.llmgw.keys;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request has taken of its limits. Used by one thread at a time; whoever got it closes it.
 */
public final class Lease implements AutoCloseable {
  /** Of a request that has no limits. */
  public static final Lease UNLIMITED = new Lease(null, List.of(), 0, 0, List.of());

  private final @Nullable Limits limits;
  private final List<Limits.Counter> taken;
  private final long reserved;
  private final long reservedAt;
  private final List<Remaining> left;
  private boolean settled;
  private boolean closed;

  Lease(
      @Nullable Limits limits,
      List<Limits.Counter> taken,
      long reserved,
      long reservedAt,
      List<Remaining> left) {
    this.limits = limits;
    this.taken = taken;
    this.reserved = reserved;
    this.reservedAt = reservedAt;
    this.left = left;
  }

  /** Whether anything is counted. */
  public boolean limited() {
    return limits != null;
  }

  /** What the answer says about the limits: OpenAI's headers, names in lower case. */
  public List<Map.Entry<String, String>> headers() {
    return Remaining.headers(left);
  }

  /**
   * Puts the tokens that were used in the place of those that were reserved; only the first call
   * counts. Without one, those reserved count as used.
   */
  public void settle(long tokens) {
    if (limits != null && !settled && !closed) {
      settled = true;
      limits.settle(taken, reserved, tokens, reservedAt);
    }
  }

  @Override
  public void close() {
    if (limits != null && !closed) {
      closed = true;
      limits.release(taken);
    }
  }
}
