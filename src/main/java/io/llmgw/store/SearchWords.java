package io.llmgw.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Words people look for, split by how they are found. The full-text index knows words of letters
 * and digits between spaces; signs, emoji and scripts that are written without spaces are looked
 * for in the text itself.
 *
 * @param indexed what the index is asked; empty for nothing
 * @param literal texts that must occur as they are, as patterns of {@code LIKE} with {@code \} as
 *     the escape
 */
record SearchWords(String indexed, List<String> literal) {

  static SearchWords of(String typed) {
    List<String> indexed = new ArrayList<>();
    List<String> literal = new ArrayList<>();
    for (String word : typed.strip().split("\\s+", -1)) {
      boolean spaceless = word.codePoints().anyMatch(SearchWords::isSpaceless);
      boolean letters = word.codePoints().anyMatch(Character::isLetterOrDigit);
      boolean signs = !word.codePoints().allMatch(Character::isLetterOrDigit);
      if (letters && !spaceless) {
        // a text of its own, perhaps only begun: nothing in it is an operator
        indexed.add('"' + word.replace("\"", "\"\"") + "\"*");
      }
      if (spaceless || (signs && !word.isEmpty())) {
        literal.add('%' + word.replaceAll("[\\\\%_]", "\\\\$0") + '%');
      }
    }
    return new SearchWords(indexed.stream().collect(Collectors.joining(" ")), literal);
  }

  private static boolean isSpaceless(int point) {
    return Character.isIdeographic(point)
        || switch (Character.UnicodeScript.of(point)) {
          case HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
          default -> false;
        };
  }

  boolean isEmpty() {
    return indexed.isEmpty() && literal.isEmpty();
  }
}
