package io.llmgw.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways one model's name is written: with a vendor, a region or a path before it, with a date or
 * a version behind it. What is dropped is only what never tells two models apart.
 */
final class Spelling {
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:"
              // the path of a vendor's API
              + "models/|publishers/[a-z0-9-]+/models/|projects/.+/publishers/[a-z0-9-]+/models/"
              // the vendor itself, and Azure's kinds of deployment
              + "|(?:azure|azure_ai|openai|text-completion-openai|anthropic|gemini|google|vertex_ai"
              + "|bedrock|bedrock_converse|converse|groq|mistral|mistralai|deepseek|deepseek-ai|xai"
              + "|x-ai|cohere|perplexity|us|eu|global|global-standard|responses|o_series"
              + "|gpt5_series)/"
              // Bedrock's regions and makers
              + "|(?:us|eu|apac|jp|au|ca|global|us-gov)\\."
              + "|(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|qwen)\\."
              + ")");

  private static final Pattern SUFFIX =
      Pattern.compile(
          "(?:"
              // 2025-09-29, 20250929, 2509, and a preview's 05-20 or 09-2025
              + "[-@]20\\d{6}|-20\\d{2}-\\d{2}-\\d{2}|-\\d{4}|-preview-\\d{2}-(?:20)?\\d{2}"
              // a revision: -001, -v1:0, -v1
              + "|-0\\d{2}|-v\\d:\\d+|:0"
              + "|@default|@latest|-latest|:latest|\\[1m]"
              + ")$");

  private Spelling() {}

  /** The one form names are compared in. */
  static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('.', '-').replace('_', '-');
  }

  /** Every reading of a name, as keys, the one that says most first. */
  static Set<String> readings(String name) {
    Set<String> readings = new LinkedHashSet<>();
    for (String start : withoutPrefixes(name.strip().toLowerCase(Locale.ROOT))) {
      String rest = start;
      while (!rest.isEmpty() && readings.add(key(rest))) {
        Matcher suffix = SUFFIX.matcher(rest);
        rest = suffix.find() ? rest.substring(0, suffix.start()) : "";
      }
    }
    return readings;
  }

  /** A lower-case name, and what is left of it without each prefix in turn. */
  static List<String> withoutPrefixes(String name) {
    List<String> all = new ArrayList<>();
    String rest = name;
    while (!rest.isEmpty()) {
      all.add(rest);
      Matcher prefix = PREFIX.matcher(rest);
      rest = prefix.find() ? rest.substring(prefix.end()) : "";
    }
    return all;
  }
}
