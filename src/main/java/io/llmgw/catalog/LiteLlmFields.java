package io.llmgw.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices and abilities in LiteLLM's words, as they stand in its price list and in {@code
 * model_info}: US dollars for one token.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/custom_pricing">custom pricing</a>
 */
public final class LiteLlmFields {
  private static final int MILLION = 6;
  private static final Pattern TIER = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens");

  private static final Map<String, Meter> METERS =
      Map.of(
          "input_cost_per_token", Meter.INPUT,
          "cache_read_input_token_cost", Meter.CACHED,
          "cache_creation_input_token_cost", Meter.CACHE_WRITE,
          "output_cost_per_token", Meter.OUTPUT,
          "input_cost_per_audio_token", Meter.AUDIO_INPUT,
          "output_cost_per_audio_token", Meter.AUDIO_OUTPUT,
          "input_cost_per_image_token", Meter.IMAGE_INPUT,
          "output_cost_per_image_token", Meter.IMAGE_OUTPUT);

  private static final Map<String, Capability> ABILITIES =
      Map.of(
          "vision", Capability.VISION,
          "function_calling", Capability.TOOLS,
          "response_schema", Capability.JSON,
          "reasoning", Capability.THINKING,
          "audio_input", Capability.AUDIO,
          "audio_output", Capability.AUDIO,
          "pdf_input", Capability.DOCUMENTS);

  private LiteLlmFields() {}

  /**
   * The prices among some fields, the one for prompts of every length first; other fields are
   * ignored. A longer prompt pays what is not priced for it apart as a short one does.
   *
   * @return none when there is no price of a token among them
   */
  public static List<Price> prices(Map<String, BigDecimal> fields) {
    Map<Long, Map<Meter, BigDecimal>> tiers = new TreeMap<>();
    fields.forEach((name, figure) -> {
      Matcher tier = TIER.matcher(name);
      boolean tiered = tier.matches();
      Meter meter = METERS.get(tiered ? tier.group(1) : name);
      if (meter != null) {
        long above = tiered ? Long.parseLong(tier.group(2)) * 1_000 : 0;
        tiers
            .computeIfAbsent(above, _ -> new EnumMap<>(Meter.class))
            .put(meter, perMillion(figure));
      }
    });
    List<Price> prices = new ArrayList<>();
    Map<Meter, BigDecimal> usual = tiers.getOrDefault(0L, Map.of());
    tiers.forEach((above, own) -> {
      // a tier of something that has no price otherwise is a slip of the list
      own.keySet().retainAll(usual.keySet());
      Map<Meter, BigDecimal> all = new EnumMap<>(Meter.class);
      all.putAll(usual);
      all.putAll(own);
      if (!own.isEmpty()) {
        prices.add(new Price(LocalDate.MIN, above, all));
      }
    });
    return prices;
  }

  /** Prices as fields, those of longer prompts too. */
  public static Map<String, BigDecimal> fields(List<Price> prices) {
    Map<String, BigDecimal> fields = new TreeMap<>();
    for (Price price : prices) {
      String tier =
          price.aboveTokens() == 0 ? "" : "_above_" + price.aboveTokens() / 1_000 + "k_tokens";
      METERS.forEach((name, meter) -> {
        BigDecimal figure = price.usdPerMillion().get(meter);
        if (figure != null) {
          fields.put(name + tier, figure.movePointLeft(MILLION).stripTrailingZeros());
        }
      });
    }
    return fields;
  }

  /** What follows {@code supports_} for what a model can do, where one word says all of it. */
  public static List<String> abilities(Set<Capability> capabilities) {
    return ABILITIES.entrySet().stream()
        .filter(each -> each.getValue() != Capability.AUDIO)
        .filter(each -> capabilities.contains(each.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static BigDecimal perMillion(BigDecimal perToken) {
    BigDecimal figure = perToken.movePointRight(MILLION).stripTrailingZeros();
    return figure.scale() < 0 ? figure.setScale(0) : figure;
  }

  /** Whether a field is a price of tokens. */
  public static boolean isPrice(String field) {
    Matcher tier = TIER.matcher(field);
    return METERS.containsKey(tier.matches() ? tier.group(1) : field);
  }

  /**
   * What {@code supports_…} is about.
   *
   * @param name without {@code supports_}
   * @return null for what is not told apart here
   */
  public static @Nullable Capability ability(String name) {
    return ABILITIES.get(name);
  }
}
