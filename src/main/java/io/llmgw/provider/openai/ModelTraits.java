package io.llmgw.provider.openai;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the real model behind a deployment accepts, as far as its name tells.
 *
 * @param reasoning OpenAI's reasoning models: {@code max_completion_tokens} only, fixed sampling
 * @param samplingAtRest reasoning models that accept sampling parameters while the effort is {@code
 *     none}
 */
record ModelTraits(boolean reasoning, boolean samplingAtRest) {
  /** Refused by reasoning models. */
  static final Set<String> FIXED_SAMPLING =
      Set.of(
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "logprobs",
          "top_logprobs",
          "logit_bias",
          "stop");

  /** Of those, accepted at rest. */
  static final Set<String> REST_SAMPLING =
      Set.of("temperature", "top_p", "logprobs", "top_logprobs");

  /** What the model does without the parameter, so that leaving it out changes nothing. */
  private static final Map<String, Double> REST =
      Map.of(
          "temperature",
          1.0,
          "top_p",
          1.0,
          "presence_penalty",
          0.0,
          "frequency_penalty",
          0.0,
          "n",
          1.0);

  private static final Pattern O_SERIES = Pattern.compile("(?:^|[/.:])o[1-9](?:$|[-.@:])");
  private static final Pattern GPT = Pattern.compile("(?:^|[/.:])gpt-?(\\d+)(?:\\.(\\d+))?");

  static ModelTraits of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (O_SERIES.matcher(name).find()) {
      return new ModelTraits(true, false);
    }
    Matcher gpt = GPT.matcher(name);
    if (!gpt.find() || name.contains("gpt-5-chat")) {
      return new ModelTraits(false, false);
    }
    int major = number(gpt.group(1));
    int minor = gpt.group(2) == null ? 0 : number(gpt.group(2));
    // gpt-35-turbo is Azure's spelling of 3.5
    return new ModelTraits(major >= 5 && major < 35, major > 5 || minor >= 1);
  }

  /** Whether that value of a parameter is what a model does anyway. */
  static boolean isDefault(String parameter, JsonNode value) {
    Double rest = REST.get(parameter);
    return value.isNull()
        || (value.isBoolean() && !value.asBoolean())
        || (rest != null && value.isNumber() && value.asDouble(Double.NaN) == rest);
  }

  private static int number(String digits) {
    return digits.length() > 3 ? 0 : Integer.parseInt(digits);
  }

  ModelTraits asReasoning() {
    return new ModelTraits(true, samplingAtRest);
  }
}
