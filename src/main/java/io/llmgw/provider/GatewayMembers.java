package io.llmgw.provider;

import java.util.Set;

/** Members of a request that LiteLLM's clients address to the gateway itself. */
public final class GatewayMembers {
  private static final Set<String> NAMES =
      Set.of(
          "litellm_metadata",
          "tags",
          "fallbacks",
          "num_retries",
          "timeout",
          "cache",
          "caching",
          "guardrails",
          "disable_fallbacks",
          "priority",
          "user_config",
          "allowed_openai_params",
          "drop_params",
          "additional_drop_params",
          "context_window_fallback_dict",
          "mock_response",
          "mock_timeout",
          "mock_testing_fallbacks",
          "mock_testing_rate_limit_error");

  private GatewayMembers() {}

  /** Whether a member is meant for the gateway, so that no upstream may see it. */
  public static boolean contain(String name) {
    return NAMES.contains(name);
  }
}
