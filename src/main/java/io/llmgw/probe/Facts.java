package io.llmgw.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the headers of an answer say about the deployment. */
final class Facts {
  private static final Map<String, String> NAMES =
      Map.of(
          "x-ms-region", "region",
          "apim-request-id", "request_id",
          "x-request-id", "request_id",
          "x-ratelimit-limit-tokens", "tokens_per_minute",
          "x-ratelimit-limit-requests", "requests_per_minute");

  private Facts() {}

  static Map<String, String> ofHeaders(List<Map.Entry<String, String>> headers) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().replaceFirst("^llm_provider-", "");
      String fact = NAMES.get(name);
      // Azure sends -1 and 0 where it does not know its own limit
      boolean unknown = name.startsWith("x-ratelimit") && !header.getValue().matches("[1-9]\\d*");
      if (fact != null && !unknown) {
        facts.put(fact, header.getValue());
      }
    }
    return facts;
  }
}
