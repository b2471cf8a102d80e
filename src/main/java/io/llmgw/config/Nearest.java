package io.llmgw.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped word probably meant. */
public final class Nearest {
  private static final int SHORTEST_PART = 3;

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
   * Up to {@code most} candidates, the most alike first: few typing mistakes, whatever stands
   * before the last slash, or one name within the other. Empty when nothing is alike.
   */
  public static List<String> several(String word, Collection<String> candidates, int most) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, word.length() * 2 / 5);
    return candidates.stream()
        .distinct()
        .map(candidate -> new Alike(candidate, mistakes(lower, candidate.toLowerCase(Locale.ROOT))))
        .filter(alike -> alike.mistakes <= limit)
        .sorted(Comparator.comparingInt(Alike::mistakes))
        .limit(most)
        .map(Alike::name)
        .toList();
  }

  private record Alike(String name, int mistakes) {}

  /** What is left out or put before and after counts less than what is mistyped. */
  private static int mistakes(String word, String candidate) {
    boolean within =
        Math.min(word.length(), candidate.length()) >= SHORTEST_PART
            && (candidate.contains(word) || word.contains(candidate));
    String last = candidate.substring(candidate.lastIndexOf('/') + 1);
    return within ? 1 : Math.min(distance(word, candidate), distance(word, last));
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
