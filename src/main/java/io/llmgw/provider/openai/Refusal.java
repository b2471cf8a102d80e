package io.llmgw.provider.openai;

import io.llmgw.model.GatewayException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a refused request what the upstream does not accept. Needed where the name tells nothing, such as an Azure
 * deployment called {@code prod} with a reasoning model behind it.
 */
final class Refusal {
  private Refusal() {}

  /** The profile to try again with, or null when the refusal teaches nothing new. */
  static @Nullable Profile teaches(Profile profile, GatewayException refusal, boolean streamed) {
    if (refusal.status() != 400 && refusal.status() != 422) {
      return null;
    }
    String words = refusal.text().toLowerCase(Locale.ROOT);
    String param = String.valueOf(refusal.detail().param());
    if (!profile.traits().reasoning() && reasoning(words, param)) {
      return profile.reasoning();
    }
    if (!streamed) {
      return null;
    }
    if (profile.preset().streamOptions() && (param.startsWith("stream_options") || words.contains("stream_options"))) {
      return profile.withoutStreamOptions();
    }
    boolean unsupported = words.contains("support") || words.contains("not allowed") || words.contains("not available");
    return profile.streaming() && unsupported && (param.equals("stream") || words.contains("stream"))
        ? profile.withoutStreaming()
        : null;
  }

  private static boolean reasoning(String words, String param) {
    boolean unsupported = words.contains("unsupported") || words.contains("not supported") || words.contains("does not support");
    return unsupported
        && (words.contains("max_completion_tokens")
            || param.equals("max_tokens")
            || ModelTraits.FIXED_SAMPLING.contains(param));
  }
}
