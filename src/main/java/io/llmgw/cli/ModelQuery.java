package io.llmgw.cli;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which models {@code llmgw models} lists, and in which order. */
final class ModelQuery {
  /** {@code --sort}. */
  enum Order {
    NAME,
    PRICE,
    CONTEXT,
    LATENCY;

    /** As written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "WORDS",
      arity = "0..*",
      description = "Parts of names and providers that must all occur.")
  private List<String> words = List.of();

  @Option(
      names = "--provider",
      order = 1,
      split = ",",
      paramLabel = "NAME",
      description = "Models of these providers.")
  private List<String> providers = List.of();

  @Option(
      names = "--can",
      order = 2,
      split = ",",
      paramLabel = "ABILITY",
      description = "Models that can do all of these: ${COMPLETION-CANDIDATES}.")
  private List<Capability> can = List.of();

  @Option(
      names = "--max-price",
      order = 3,
      paramLabel = "USD",
      description = "Models that take no more for a million input tokens.")
  private @Nullable BigDecimal maxPrice;

  @Option(
      names = "--min-context",
      order = 4,
      paramLabel = "TOKENS",
      converter = TokenCountConverter.class,
      description = "Models that read at least that much, such as 128k.")
  private @Nullable Integer minContext;

  @Option(
      names = "--available",
      order = 5,
      description = "Only models that can be asked as things are configured.")
  private boolean available;

  @Option(
      names = "--live",
      order = 6,
      description = "Ask the providers which models they have now.")
  private boolean live;

  @Option(
      names = "--sort",
      order = 7,
      paramLabel = "ORDER",
      description = "${COMPLETION-CANDIDATES} (with --live); without it as configured.")
  private @Nullable Order order;

  boolean live() {
    return live;
  }

  /** Whether times are wanted that nobody measures without asking. */
  boolean wantsLatency() {
    return order == Order.LATENCY;
  }

  /** Whether models that cannot be asked yet belong into the answer too. */
  boolean searches() {
    boolean narrowed =
        !words.isEmpty()
            || !providers.isEmpty()
            || !can.isEmpty()
            || maxPrice != null
            || minContext != null;
    return narrowed && !available;
  }

  /** Whether everything there is was asked for. */
  boolean everything() {
    return !available && !searches();
  }

  /** Whether names were searched for. */
  boolean named() {
    return !words.isEmpty();
  }

  /** The words as one name. */
  String name() {
    return String.join("-", words);
  }

  /**
   * The rows that are wanted, in the order that is.
   *
   * @param latency by a row's id
   */
  List<ModelRow> apply(List<ModelRow> rows, Map<String, Duration> latency) {
    Stream<ModelRow> wanted = rows.stream().filter(this::wants);
    return (order == null ? wanted : wanted.sorted(comparator(order, latency))).toList();
  }

  private boolean wants(ModelRow row) {
    return words.stream().allMatch(word -> text(row).contains(word.toLowerCase(Locale.ROOT)))
        && (providers.isEmpty()
            || Stream.of(row.provider().split(",")).anyMatch(providers::contains))
        && row.facts().can(can)
        && cheapEnough(row)
        && longEnough(row)
        && (!available || row.standing() == ModelRow.Standing.CONFIGURED);
  }

  private static String text(ModelRow row) {
    return String.join(
            "\n",
            row.id(),
            row.provider(),
            row.model(),
            row.facts().name(),
            String.join("\n", row.aliases()))
        .toLowerCase(Locale.ROOT);
  }

  private boolean cheapEnough(ModelRow row) {
    BigDecimal price = row.price(Meter.INPUT);
    return maxPrice == null || (price != null && price.compareTo(maxPrice) <= 0);
  }

  private boolean longEnough(ModelRow row) {
    Integer context = row.facts().contextTokens();
    return minContext == null || (context != null && context >= minContext);
  }

  /** What is not known comes last; equals stay as configured. */
  private static Comparator<ModelRow> comparator(Order order, Map<String, Duration> latency) {
    return switch (order) {
      case NAME -> Comparator.comparing(ModelRow::id, String.CASE_INSENSITIVE_ORDER);
      case PRICE ->
          Comparator.<ModelRow, @Nullable BigDecimal>comparing(
                  row -> row.price(Meter.INPUT), Comparator.nullsLast(Comparator.naturalOrder()))
              .thenComparing(
                  row -> row.price(Meter.OUTPUT), Comparator.nullsLast(Comparator.naturalOrder()));
      case CONTEXT ->
          Comparator.comparing(
              row -> row.facts().contextTokens(), Comparator.nullsLast(Comparator.reverseOrder()));
      case LATENCY ->
          Comparator.<ModelRow, @Nullable Duration>comparing(
              row -> latency.get(row.id()), Comparator.nullsLast(Comparator.naturalOrder()));
    };
  }
}
