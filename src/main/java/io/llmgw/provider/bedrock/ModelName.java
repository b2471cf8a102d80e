package io.llmgw.provider.bedrock;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model as the configuration names it: {@code [converse/][region/]id}.
 *
 * @param region the one before the name; null for none
 * @param id the model's id, an inference profile's, or an ARN
 */
record ModelName(@Nullable String region, String id) {
  /** Ways to reach a model that are all the same here. */
  private static final Set<String> ROUTES =
      Set.of("converse", "converse_like", "invoke", "bedrock", "bedrock_converse");

  /** Takes the name apart. */
  static ModelName of(String configured) {
    String id = configured;
    String region = null;
    int slash = id.indexOf('/');
    while (slash > 0) {
      String word = id.substring(0, slash);
      if (Regions.isName(word)) {
        region = word;
      } else if (!ROUTES.contains(word)) {
        break;
      }
      id = id.substring(slash + 1);
      slash = id.indexOf('/');
    }
    return new ModelName(region, id);
  }
}
