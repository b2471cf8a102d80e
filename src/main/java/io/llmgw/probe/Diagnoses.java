package io.llmgw.probe;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws a diagnosis from what was seen: the first tree that knows it has the word. */
final class Diagnoses {
  private static final int LONGEST_CAUSE = 400;

  private static final List<Function<Observation, @Nullable Diagnosis>> TREES =
      List.of(
          NetworkTree::diagnose,
          AzureTree::diagnose,
          OpenAiTree::diagnose,
          BedrockTree::diagnose,
          VendorTrees::diagnose,
          CommonTree::diagnose);

  private Diagnoses() {}

  static Diagnosis of(Observation seen) {
    Stream<Function<Observation, @Nullable Diagnosis>> trees =
        seen.rung() == Rung.CONFIG || seen.context().betterBase() != null
            ? Stream.of(CommonTree::diagnose)
            : TREES.stream();
    Diagnosis found =
        trees.map(tree -> tree.apply(seen)).filter(Objects::nonNull).findFirst().orElseThrow();
    return new Diagnosis(
        found.fault(),
        found.code(),
        String.valueOf(oneLine(found.what())),
        oneLine(found.cause()),
        found.hint());
  }

  /** What a provider says may have lines and control characters, which a terminal would obey. */
  private static @Nullable String oneLine(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST_CAUSE ? line : line.substring(0, LONGEST_CAUSE) + " …";
  }
}
