package io.llmgw.provider.openai;

import io.llmgw.json.JsonEdit;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Configured request parameters, which have a chat request's names, by those of a response's. */
final class ResponsesDefaults {
  private ResponsesDefaults() {}

  /** The same members under the names they have here; values are JSON text. */
  static Map<String, byte[]> of(Map<String, byte[]> defaults) {
    if (defaults.isEmpty()) {
      return defaults;
    }
    Map<String, byte[]> named = new TreeMap<>();
    defaults.forEach((name, json) -> {
      switch (name) {
        case "max_tokens", "max_completion_tokens" -> named.put("max_output_tokens", json);
        case "reasoning_effort" -> named.put("reasoning", within("effort", json));
        case "verbosity" -> named.put("text", within("verbosity", json));
        default -> named.put(name, json);
      }
    });
    return named;
  }

  private static byte[] within(String name, byte[] json) {
    String member = "{" + new String(JsonEdit.quoted(name), StandardCharsets.UTF_8) + ":";
    return (member + new String(json, StandardCharsets.UTF_8) + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
