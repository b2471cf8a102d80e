package io.llmgw.catalog;

import java.util.Locale;

/** Compares names of models. */
public final class ModelNames {
  private ModelNames() {}

  /**
   * Whether a name asks for a model that is listed under another one: the same but for a prefix, or
   * the listed one is what an undated name stands for.
   */
  public static boolean asksFor(String asked, String listed) {
    var readings = Spelling.readings(listed);
    return Spelling.withoutPrefixes(asked.toLowerCase(Locale.ROOT)).stream()
        .map(Spelling::key)
        .anyMatch(readings::contains);
  }
}
