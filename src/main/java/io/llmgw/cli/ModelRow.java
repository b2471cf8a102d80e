package io.llmgw.cli;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model as {@code llmgw models} lists it.
 *
 * @param id what a client asks for
 * @param provider the vendors that serve it, joined by a comma
 * @param model the first vendor's own name of it
 * @param standard whether it is asked when a request names no model
 * @param facts of several deployments what can be relied on: see {@link #reliable}
 * @param aliases other names of it that clients may use
 * @param today the day prices are told for
 */
record ModelRow(
    String id,
    String provider,
    String model,
    Standing standing,
    boolean standard,
    ModelFacts facts,
    List<String> aliases,
    LocalDate today) {

  /** How near a model is to being used. */
  enum Standing {
    /** It can be asked. */
    CONFIGURED,
    /** A configured provider has it, but no entry leads to it. */
    OFFERED,
    /** Nothing is configured for its vendor. */
    UNCONFIGURED
  }

  ModelRow {
    aliases = List.copyOf(aliases);
  }

  boolean ready() {
    return standing != Standing.UNCONFIGURED;
  }

  /** US dollars for a million tokens of an ordinary prompt today; null when nobody knows. */
  @Nullable BigDecimal price(Meter meter) {
    Price price = facts.price(today);
    return price == null ? null : price.of(meter);
  }

  /** What holds whichever of two deployments answers: the lesser abilities, the higher price. */
  static ModelFacts reliable(ModelFacts one, ModelFacts other, LocalDate today) {
    Set<Capability> both = EnumSet.noneOf(Capability.class);
    both.addAll(one.capabilities());
    both.retainAll(other.capabilities());
    return new ModelFacts(
        one.vendor(),
        one.name(),
        one.mode(),
        lesser(one.contextTokens(), other.contextTokens()),
        lesser(one.maxOutputTokens(), other.maxOutputTokens()),
        both,
        dearer(one, other, today).prices(),
        earlier(one.retires(), other.retires()),
        one.aliases(),
        one.source(),
        one.asOf());
  }

  private static @Nullable Integer lesser(@Nullable Integer one, @Nullable Integer other) {
    return one == null || other == null ? null : Integer.valueOf(Math.min(one, other));
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** One whose price nobody knows may be the dearer one. */
  private static ModelFacts dearer(ModelFacts one, ModelFacts other, LocalDate today) {
    BigDecimal first = output(one, today);
    BigDecimal second = output(other, today);
    if (first == null || second == null) {
      return first == null ? one : other;
    }
    return first.compareTo(second) >= 0 ? one : other;
  }

  private static @Nullable BigDecimal output(ModelFacts facts, LocalDate today) {
    Price price = facts.price(today);
    return price == null ? null : price.of(Meter.OUTPUT);
  }
}
