package io.llmgw.catalog;

import io.llmgw.model.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one model of one vendor. Immutable.
 *
 * @param vendor whose list it is on, in the words of {@code litellm_params.model}: {@code openai}
 * @param name the vendor's own name of it
 * @param mode what it is for, as in {@link ModelMode}
 * @param contextTokens longest input, null when nobody knows
 * @param maxOutputTokens longest output, null when nobody knows
 * @param prices in any order; none when nobody knows
 * @param retires first day it is gone; null when no day is announced
 * @param aliases other names the vendor takes for it
 * @param source where the figures are from: an address, or a file of the user's
 * @param asOf the day the source said so; null for what the configuration says
 */
public record ModelFacts(
    String vendor,
    String name,
    String mode,
    @Nullable Integer contextTokens,
    @Nullable Integer maxOutputTokens,
    Set<Capability> capabilities,
    List<Price> prices,
    @Nullable LocalDate retires,
    List<String> aliases,
    String source,
    @Nullable LocalDate asOf) {

  public ModelFacts {
    Set<Capability> inOrder = EnumSet.noneOf(Capability.class);
    inOrder.addAll(capabilities);
    capabilities = Collections.unmodifiableSet(inOrder);
    prices = List.copyOf(prices);
    aliases = List.copyOf(aliases);
  }

  /** The price that holds on a day for a prompt of that length; null when none is known. */
  public @Nullable Price price(LocalDate day, long promptTokens) {
    return prices.stream()
        .filter(price -> !price.from().isAfter(day))
        .filter(price -> price.aboveTokens() == 0 || price.aboveTokens() < promptTokens)
        .max(Comparator.comparing(Price::from).thenComparingLong(Price::aboveTokens))
        .orElse(null);
  }

  /** The price of an ordinary prompt on a day; null when none is known. */
  public @Nullable Price price(LocalDate day) {
    return price(day, 0);
  }

  /**
   * What that usage costs in US dollars on a day, exactly; null when a price it takes is not known.
   */
  public @Nullable BigDecimal cost(Usage usage, LocalDate day) {
    Price price = price(day, usage.inputTokens());
    return price == null ? null : price.cost(usage);
  }

  /** Whether it is known to be able to do all of that. */
  public boolean can(Collection<Capability> wanted) {
    return capabilities.containsAll(wanted);
  }

  /** The same with whatever the other knows in its stead; other names of both stay. */
  ModelFacts overlaidBy(ModelFacts other) {
    Set<Capability> can = EnumSet.noneOf(Capability.class);
    can.addAll(capabilities);
    can.addAll(other.capabilities);
    return new ModelFacts(
        vendor,
        name,
        other.mode,
        other.contextTokens == null ? contextTokens : other.contextTokens,
        other.maxOutputTokens == null ? maxOutputTokens : other.maxOutputTokens,
        can,
        other.prices.isEmpty() ? prices : other.prices,
        other.retires == null ? retires : other.retires,
        Stream.concat(aliases.stream(), other.aliases.stream()).distinct().toList(),
        other.source,
        other.asOf);
  }
}
