package io.llmgw.chat.command;

import java.util.ArrayList;
import java.util.List;

/** Says by line how a text differs from another, as {@code diff} does. */
final class LineDiff {
  private LineDiff() {}

  /** The lines of both, after {@code "- "}, {@code "+ "} or two blanks. */
  static List<String> of(String before, String after) {
    List<String> left = before.lines().toList();
    List<String> right = after.lines().toList();
    int[][] common = common(left, right);
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      boolean both = i < left.size() && j < right.size();
      if (both && left.get(i).equals(right.get(j))) {
        lines.add("  " + left.get(i++));
        j++;
      } else if (j == right.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + left.get(i++));
      } else {
        lines.add("+ " + right.get(j++));
      }
    }
    return lines;
  }

  /** The length of the longest common rest from each pair of lines on. */
  private static int[][] common(List<String> left, List<String> right) {
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
