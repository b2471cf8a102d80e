package io.llmgw.bench;

import java.util.Arrays;

/**
 * Counts durations in buckets that are 0.4 % wide or narrower, whatever their size. Not
 * thread-safe.
 */
final class LatencyHistogram {
  private static final int SUB_BITS = 8;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;
  private static final int MAX_BITS = 40;

  private final long[] counts = new long[(MAX_BITS - SUB_BITS + 1) * SUB_BUCKETS];
  private long total;

  void record(long nanos) {
    long value = Math.clamp(nanos, 0, (1L << MAX_BITS) - 1);
    counts[bucket(value)]++;
    total++;
  }

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  /** The duration in microseconds that {@code share} (0 to 1) of all do not exceed; NaN if none. */
  double percentileMicros(double share) {
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (int at = 0; at < counts.length; at++) {
      seen += counts[at];
      if (seen >= rank && seen > 0) {
        return middle(at) / 1_000;
      }
    }
    return Double.NaN;
  }

  private static int bucket(long value) {
    if (value < SUB_BUCKETS) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return shift * SUB_BUCKETS + (int) (value >>> shift);
  }

  private static double middle(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int shift = bucket / SUB_BUCKETS - 1;
    long lowest = (long) (bucket - shift * SUB_BUCKETS) << shift;
    return lowest + (1L << shift) / 2.0;
  }
}
