package io.llmgw.cli;

import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known about a model, as members of a document; what is not known is null. */
final class FactsTree {
  private FactsTree() {}

  static void write(ObjectNode tree, ModelFacts facts, LocalDate today) {
    tree.put("mode", facts.mode());
    tree.put("context_tokens", facts.contextTokens());
    tree.put("max_output_tokens", facts.maxOutputTokens());
    ArrayNode can = tree.putArray("capabilities");
    facts.capabilities().forEach(ability -> can.add(ability.toString()));
    Price price = facts.price(today);
    if (price == null) {
      tree.putNull("usd_per_million");
    } else {
      amounts(tree.putObject("usd_per_million"), price);
    }
    tree.put("retires", text(facts.retires()));
  }

  /** Every price there is, also those of other days and of long prompts. */
  static void prices(ArrayNode list, ModelFacts facts) {
    for (Price price : facts.prices()) {
      ObjectNode entry = list.addObject();
      entry.put("from", price.from().equals(LocalDate.MIN) ? null : price.from().toString());
      entry.put("above_tokens", price.aboveTokens());
      amounts(entry.putObject("usd_per_million"), price);
    }
  }

  private static void amounts(ObjectNode tree, Price price) {
    for (Meter meter : Meter.values()) {
      BigDecimal usd = price.of(meter);
      if (usd != null) {
        tree.put(meter.toString(), usd);
      }
    }
  }

  static @Nullable String text(@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }
}
