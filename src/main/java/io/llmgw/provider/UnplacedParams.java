package io.llmgw.provider;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Request parameters without a canonical place, as far as vendors with a protocol of their own
 * treat them alike.
 */
public final class UnplacedParams {
  private static final Set<String> QUIET =
      Set.of(
          "cache",
          "caching",
          "include_reasoning",
          "litellm_metadata",
          "metadata",
          "num_retries",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "store",
          "tags",
          "thinking",
          "timeout",
          "usage",
          "user");

  private UnplacedParams() {}

  /** Whether a parameter is looked at elsewhere, or is of no effect on the answer. */
  public static boolean isQuiet(String name) {
    return QUIET.contains(name);
  }

  /** Whether a value says no more than its absence. */
  public static boolean isDefault(String name, JsonNode value) {
    return value.isNull()
        || isOff(value)
        || (name.equals("modalities") && value.toString().equals("[\"text\"]"));
  }

  /** Whether a value is false or empty. */
  public static boolean isOff(JsonNode value) {
    return (value.isBoolean() && !value.asBoolean()) || (value.isContainer() && value.isEmpty());
  }

  /**
   * For vendors that give one answer for a request.
   *
   * @throws GatewayException when the client's {@code n} asks for another number
   */
  public static void requireOne(JsonNode n) {
    if (!n.isNumber() || n.asInt(0) != 1) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'n' must be 1: this provider gives one answer for a request.",
          ErrorDetail.ofParam("n"));
    }
  }
}
