package io.llmgw.provider.openai;

import io.llmgw.model.GatewayException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a refused request what the upstream does not accept. Needed where the name tells
 * nothing, such as an Azure deployment called {@code prod} with a reasoning model behind it.
 */
final class Refusal {
  private static final String OLD_LIMIT = "max_tokens";
  private static final String NEW_LIMIT = "max_completion_tokens";

  /** Parameters an answer can do without: they shape it, but it answers the same question. */
  private static final Set<String> DISPENSABLE =
      Set.of(
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "seed",
          "user",
          "store",
          "metadata",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "parallel_tool_calls",
          "reasoning_effort",
          "verbosity");

  private final Profile profile;
  private final String words;
  private final String param;

  private Refusal(Profile profile, GatewayException refusal) {
    this.profile = profile;
    this.param = String.valueOf(refusal.detail().param());
    this.words = (refusal.text() + " " + refusal.detail().code()).toLowerCase(Locale.ROOT);
  }

  /**
   * The profile to try again with, or null when the refusal teaches nothing new.
   *
   * @param streamed whether the upstream had been asked for a stream
   */
  static @Nullable Profile teaches(Profile profile, GatewayException refusal, boolean streamed) {
    int status = refusal.status();
    if (status != 400 && status != 422 && status != 501) {
      return null;
    }
    Refusal lesson = new Refusal(profile, refusal);
    return lesson.unsupported() ? lesson.learn(streamed) : null;
  }

  private boolean unsupported() {
    return words.contains("unsupported")
        || words.contains("not support")
        || words.contains("n't support")
        || words.contains("not allowed")
        || words.contains("not permitted")
        || words.contains("not available")
        || words.contains("not implemented")
        || words.contains("unrecognized")
        || words.contains("extra inputs")
        || words.contains("extra_forbidden")
        || words.contains("unknown parameter");
  }

  private @Nullable Profile learn(boolean streamed) {
    String limit = refusedLimit();
    if (limit.equals(OLD_LIMIT)) {
      return profile.traits().reasoning() ? null : profile.reasoning();
    }
    if (limit.equals(NEW_LIMIT)) {
      return profile.preset().rename().containsKey(NEW_LIMIT) || profile.traits().reasoning()
          ? null
          : profile.with(profile.preset().renaming(NEW_LIMIT, OLD_LIMIT));
    }
    // the sentence of OpenAI's reasoning models, and of no other
    if (words.contains("only the default (1) value") && !profile.traits().reasoning()) {
      return profile.reasoning();
    }
    if (streamed && (param.startsWith("stream") || words.contains("stream"))) {
      return withoutStream();
    }
    return profile.dropRefused()
            && DISPENSABLE.contains(param)
            && !profile.preset().drop().contains(param)
        ? profile.with(profile.preset().dropping(param))
        : null;
  }

  /** Which name of the output limit is refused: the one named first, since the other is advice. */
  private String refusedLimit() {
    if (param.equals(OLD_LIMIT) || param.equals(NEW_LIMIT)) {
      return param;
    }
    int older = words.indexOf(OLD_LIMIT);
    int newer = words.indexOf(NEW_LIMIT);
    if (older < 0 && newer < 0) {
      return "";
    }
    return newer < 0 || (older >= 0 && older < newer) ? OLD_LIMIT : NEW_LIMIT;
  }

  private @Nullable Profile withoutStream() {
    boolean options = param.startsWith("stream_options") || words.contains("stream_options");
    if (options) {
      return profile.preset().streamOptions()
          ? profile.with(profile.preset().withoutStreamOptions())
          : null;
    }
    return profile.withoutStreaming();
  }
}
