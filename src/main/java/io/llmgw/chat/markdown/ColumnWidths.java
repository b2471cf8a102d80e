package io.llmgw.chat.markdown;

import java.util.Arrays;

/** Shares the columns of the screen out among the columns of a table. */
final class ColumnWidths {
  private ColumnWidths() {}

  /**
   * The natural widths, the widest made narrower until the sum fits.
   *
   * @param least what each column needs at the least; never more than its natural width
   * @return empty when not even the least fits
   */
  static int[] fit(int[] natural, int[] least, int room) {
    if (Arrays.stream(least).asLongStream().sum() > room) {
      return new int[0];
    }
    int[] widths =
        Arrays.stream(natural).map(width -> Math.min(width, Math.max(1, room))).toArray();
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], least[i]);
    }
    long excess = Arrays.stream(widths).asLongStream().sum() - room;
    while (excess > 0) {
      excess -= lower(widths, least, excess);
    }
    return widths;
  }

  /** Takes the widest columns down to the next narrower one, or as far as is needed. */
  private static long lower(int[] widths, int[] least, long excess) {
    int widest = 0;
    for (int i = 0; i < widths.length; i++) {
      widest = widths[i] > least[i] ? Math.max(widest, widths[i]) : widest;
    }
    long taken = 0;
    for (int i = 0; i < widths.length && taken < excess; i++) {
      if (widths[i] == widest && widths[i] > least[i]) {
        widths[i]--;
        taken++;
      }
    }
    return taken;
  }
}
