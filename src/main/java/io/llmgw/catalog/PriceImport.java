package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What importing a list of prices would change. Immutable; nothing is written here.
 *
 * @param changes models that are new, or known with other figures
 * @param same how many models are known as the list has them
 * @param dropped models of an earlier import that the list does not have
 * @param kept what a user's file would hold: all that the program's own files say otherwise
 */
public record PriceImport(
    List<Change> changes, int same, List<ModelFacts> dropped, List<ModelFacts> kept) {

  /**
   * One model of the list.
   *
   * @param before what is known of it now; null for nothing
   */
  public record Change(@Nullable ModelFacts before, ModelFacts now) {}

  public PriceImport {
    changes = List.copyOf(changes);
    dropped = List.copyOf(dropped);
    kept = List.copyOf(kept);
  }

  /**
   * Reads a list in LiteLLM's format.
   *
   * @param source where it is from, for people
   * @param current what is in force
   * @throws CatalogException when it cannot be used, saying where it is wrong
   */
  public static PriceImport of(byte[] list, String source, LocalDate day, ModelCatalog current) {
    Map<String, ModelFacts> listed = new LinkedHashMap<>();
    for (ModelFacts row : new LiteLlmPriceList(source, day).read(list)) {
      listed.merge(row.vendor() + "/" + row.name(), row, ModelFacts::overlaidBy);
    }
    ModelCatalog own = ModelCatalog.load(null);
    List<Change> changes = new ArrayList<>();
    List<ModelFacts> kept = new ArrayList<>();
    for (ModelFacts row : listed.values()) {
      ModelFacts named = own.find(row.vendor(), row.name());
      // what is found under another name may itself be changed by this list
      boolean exact = named != null && named.name().equals(row.name());
      if (!exact || differs(named, row, day)) {
        kept.add(row);
      }
      ModelFacts before = current.find(row.vendor(), row.name());
      if (differs(before, row, day)) {
        changes.add(new Change(before, row));
      }
    }
    Set<ModelFacts> known = new HashSet<>(own.all());
    List<ModelFacts> dropped =
        current.all().stream()
            .filter(row -> !known.contains(row))
            .filter(row -> !listed.containsKey(row.vendor() + "/" + row.name()))
            .toList();
    return new PriceImport(changes, listed.size() - changes.size(), dropped, kept);
  }

  /** Whether a row says anything that is not known already. */
  private static boolean differs(@Nullable ModelFacts known, ModelFacts row, LocalDate day) {
    return known == null
        || says(row.contextTokens(), known.contextTokens())
        || says(row.maxOutputTokens(), known.maxOutputTokens())
        || says(row.retires(), known.retires())
        || !known.can(row.capabilities())
        || (!row.prices().isEmpty() && !figures(row, day).equals(figures(known, day)));
  }

  private static boolean says(@Nullable Object said, @Nullable Object known) {
    return said != null && !said.equals(known);
  }

  /** The prices of a day by length of prompt, in one form. */
  private static Map<Long, Map<Meter, BigDecimal>> figures(ModelFacts facts, LocalDate day) {
    Price today = facts.price(day);
    Map<Long, Map<Meter, BigDecimal>> figures = new HashMap<>();
    for (Price price : facts.prices()) {
      if (today != null && price.from().equals(today.from())) {
        Map<Meter, BigDecimal> usd = new HashMap<>();
        price.usdPerMillion().forEach((meter, each) -> usd.put(meter, each.stripTrailingZeros()));
        figures.put(price.aboveTokens(), usd);
      }
    }
    return figures;
  }

  /** The user's file, as {@link UserPrices} reads it. */
  public byte[] file() {
    StringBuilder file = new StringBuilder();
    ObjectNode head = Json.MAPPER.createObjectNode();
    if (!kept.isEmpty()) {
      head.put("source", kept.getFirst().source());
      head.put("date", String.valueOf(kept.getFirst().asOf()));
    }
    file.append(head).append('\n');
    for (ModelFacts facts : kept) {
      ObjectNode model = Json.MAPPER.createObjectNode();
      write(model, facts);
      file.append(model).append('\n');
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(ObjectNode model, ModelFacts facts) {
    model.put("vendor", facts.vendor());
    model.put("name", facts.name());
    if (!facts.mode().equals(ModelMode.CHAT)) {
      model.put("mode", facts.mode());
    }
    if (facts.contextTokens() != null) {
      model.put("context", facts.contextTokens());
    }
    if (facts.maxOutputTokens() != null) {
      model.put("output", facts.maxOutputTokens());
    }
    if (!facts.capabilities().isEmpty()) {
      ArrayNode can = model.putArray("can");
      facts.capabilities().forEach(ability -> can.add(ability.toString()));
    }
    if (!facts.prices().isEmpty()) {
      ArrayNode prices = model.putArray("prices");
      facts.prices().stream()
          .sorted(Comparator.comparingLong(Price::aboveTokens))
          .forEach(price -> write(prices.addObject(), price));
    }
    if (facts.retires() != null) {
      model.put("retires", facts.retires().toString());
    }
  }

  private static void write(ObjectNode tree, Price price) {
    if (price.aboveTokens() > 0) {
      tree.put("above", price.aboveTokens());
    }
    for (Meter meter : Meter.values()) {
      BigDecimal usd = price.of(meter);
      if (usd != null) {
        tree.put(meter.toString(), usd);
      }
    }
  }
}
