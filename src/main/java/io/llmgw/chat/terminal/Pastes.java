package io.llmgw.chat.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps long pastes, of which the line that is typed shows only that they are there. */
final class Pastes {
  private static final int MOST_LINES = 20;

  private final Map<String, String> kept = new LinkedHashMap<>();

  /** What is shown of it: itself when it is short. */
  String collapse(String pasted) {
    long lines = pasted.lines().count();
    if (lines <= MOST_LINES) {
      return pasted;
    }
    String shown = "[Pasted text #%d: %d lines]".formatted(kept.size() + 1, lines);
    kept.put(shown, pasted);
    return shown;
  }

  /** The line with everything that was pasted. */
  String expand(String line) {
    String whole = line;
    for (Map.Entry<String, String> paste : kept.entrySet()) {
      whole = whole.replace(paste.getKey(), paste.getValue());
    }
    return whole;
  }
}
