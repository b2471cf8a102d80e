package io.llmgw.provider;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What would be sent upstream for a request.
 *
 * @param headers without those that hold a secret
 */
public record Preview(String method, String url, Map<String, String> headers, JsonNode body) {
  public Preview {
    headers = Map.copyOf(headers);
  }
}
