package io.llmgw.provider;

import java.time.Duration;

/**
 * How long an upstream may take. Zero means no limit.
 *
 * @param firstByte from the start of the call to the first event of a stream, or the first byte of
 *     a whole answer
 * @param betweenChunks longest silence after that
 * @param total the whole call
 */
public record TimeLimits(Duration firstByte, Duration betweenChunks, Duration total) {
  public static final TimeLimits NONE = new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
