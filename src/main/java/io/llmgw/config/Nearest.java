package io.llmgw.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped word probably meant. */
public final class Nearest {
  private static final int FEW = 3;

  private Nearest() {}

  /**
   * The candidate that takes the fewest typing mistakes, if these are few for the word's length.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    // any one letter is one mistake away from any other
    int letters = word.replace("-", "").length();
    int limit = letters == 1 ? 0 : Math.max(1, Math.min(3, word.length() / 3));
    return to(word, candidates, limit);
  }

  /** The candidate that takes the fewest typing mistakes, if these are at most {@code limit}. */
  static Optional<String> to(String word, Collection<String> candidates, int limit) {
    String best = null;
    int fewest = limit + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - word.length()) < fewest) {
        int mistakes = distance(word, candidate);
        if (mistakes < fewest) {
          fewest = mistakes;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * At most three candidates that resemble the word, the nearest first: those that hold it, and
   * those a few typing mistakes away, whatever stands before their last slash.
   */
  public static List<String> few(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, wanted.length() / 2);
    return candidates.stream()
        .map(candidate -> new Ranked(candidate, mistakes(wanted, candidate, limit)))
        .filter(ranked -> ranked.mistakes <= limit)
        .sorted(Comparator.comparingInt(Ranked::mistakes))
        .limit(FEW)
        .map(Ranked::candidate)
        .toList();
  }

  private record Ranked(String candidate, int mistakes) {}

  private static int mistakes(String wanted, String candidate, int limit) {
    String whole = candidate.toLowerCase(Locale.ROOT);
    String last = whole.substring(whole.lastIndexOf('/') + 1);
    return whole.contains(wanted)
        ? 1
        : Math.min(bounded(wanted, whole, limit), bounded(wanted, last, limit));
  }

  /** Does not compare what differs in its length already. */
  private static int bounded(String left, String right, int limit) {
    return Math.abs(left.length() - right.length()) > limit ? limit + 1 : distance(left, right);
  }

  /**
   * Damerau-Levenshtein distance in its optimal string alignment form: insert, delete, replace,
   * swap neighbours.
   */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= right.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      for (int j = 1; j <= right.length(); j++) {
        int replace = cost[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[left.length()][right.length()];
  }
}
