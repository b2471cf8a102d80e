package io.llmgw.cli;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import io.llmgw.cli.ModelCard.Served;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints what is known about one model. */
final class ModelCardPrinter {
  private static final Map<Meter, String> WORDS =
      Map.of(
          Meter.INPUT, "input",
          Meter.CACHED, "cached input",
          Meter.CACHE_WRITE, "written to the cache",
          Meter.OUTPUT, "output",
          Meter.AUDIO_INPUT, "audio input",
          Meter.AUDIO_OUTPUT, "audio output",
          Meter.IMAGE_INPUT, "image input",
          Meter.IMAGE_OUTPUT, "image output");

  /** Whose way in is no key of a line's length. */
  private static final Set<String> KEYLESS = Set.of("bedrock", "vertex_ai", "demo");

  private final PrintWriter out;
  private final LocalDate today;

  ModelCardPrinter(PrintWriter out, LocalDate today) {
    this.out = out;
    this.today = today;
  }

  void text(ModelCard card, Ansi ansi) {
    String title = TextTable.harmless(card.id());
    out.println(ansi.enabled() ? ansi.string("@|bold x|@").replace("x", title) : title);
    line("alias of", card.aliasOf());
    line("aliases", card.aliases().isEmpty() ? null : String.join(", ", card.aliases()));
    line("default", card.standard() ? "asked when a request names no model" : null);
    for (Served served : card.served()) {
      out.println();
      served(served);
    }
    out.println();
    line("try", card.configured() ? "llmgw chat -m " + quoted(card.id()) + " \"Hello\"" : null);
    line("key", card.configured() ? null : missing(vendor(card)));
    out.flush();
  }

  private static String missing(String vendor) {
    String text = "nothing is configured for " + vendor;
    return KEYLESS.contains(vendor) ? text : text + ": llmgw keys set " + vendor;
  }

  private static String vendor(ModelCard card) {
    return card.served().getFirst().facts().vendor();
  }

  private static String quoted(String name) {
    return name.matches("[\\w./:@+-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }

  private void served(Served served) {
    ModelFacts facts = served.facts();
    DeploymentConfig entry = served.entry();
    if (entry != null) {
      line("served by", entry.provider() + "/" + entry.model() + "  (" + entry.origin() + ")");
      line("address", address(entry));
      line("really", entry.info().baseModel());
      line("limits", limits(entry));
      line("sends", parameters(entry.endpoint().defaults()));
    }
    line("mode", facts.mode());
    line("context", tokens(facts.contextTokens()));
    line("output", tokens(facts.maxOutputTokens()));
    line(
        "can",
        facts.capabilities().isEmpty()
            ? "not known"
            : facts.capabilities().stream()
                .map(Capability::toString)
                .collect(Collectors.joining(", ")));
    prices(facts);
    line("retires", facts.retires() == null ? null : retirement(facts.retires()));
    line("figures", facts.asOf() == null ? null : facts.source() + "  (" + facts.asOf() + ")");
  }

  /** Without path, query and user, any of which may hold a key. */
  private static @Nullable String address(DeploymentConfig entry) {
    String base = entry.endpoint().apiBase();
    try {
      URI address = base == null ? null : URI.create(base);
      return address == null || address.getHost() == null
          ? null
          : new URI(
                  address.getScheme(), null, address.getHost(), address.getPort(), null, null, null)
              .toString();
    } catch (URISyntaxException | IllegalArgumentException _) {
      return null;
    }
  }

  private String retirement(LocalDate day) {
    return day.isAfter(today) ? day.toString() : day + ", which is past";
  }

  private static String tokens(@Nullable Integer count) {
    return count == null ? "not known" : grouped(count) + " tokens";
  }

  private static String grouped(long count) {
    return Long.toString(count).replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", ",");
  }

  private static @Nullable String limits(DeploymentConfig entry) {
    Map<String, Object> set = limitFields(entry);
    return set.isEmpty() ? null : parameters(set);
  }

  private static Map<String, Object> limitFields(DeploymentConfig entry) {
    var limits = entry.limits();
    Map<String, Object> set = new TreeMap<>();
    putIfSet(set, "rpm", limits.rpm());
    putIfSet(set, "tpm", limits.tpm());
    putIfSet(set, "weight", limits.weight());
    putIfSet(set, "order", limits.order());
    putIfSet(set, "max_parallel_requests", limits.maxParallelRequests());
    return set;
  }

  private static void putIfSet(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static @Nullable String parameters(Map<String, Object> values) {
    return values.isEmpty()
        ? null
        : new TreeMap<>(values)
            .entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
  }

  /** Today's prices, and those to come. */
  private void prices(ModelFacts facts) {
    List<Price> shown = new ArrayList<>();
    Price now = facts.price(today);
    for (Price price : facts.prices()) {
      if (price.from().isAfter(today) || (now != null && price.from().equals(now.from()))) {
        shown.add(price);
      }
    }
    shown.sort(Comparator.comparing(Price::from).thenComparingLong(Price::aboveTokens));
    if (shown.isEmpty()) {
      line("price", "not known");
    }
    String title = "price";
    for (Price price : shown) {
      line(title, price(price));
      title = "";
    }
  }

  private String price(Price price) {
    StringBuilder text = new StringBuilder();
    for (Meter meter : Meter.values()) {
      BigDecimal usd = price.of(meter);
      if (usd != null) {
        text.append(text.isEmpty() ? "" : ", ")
            .append('$')
            .append(ModelPrinter.price(usd))
            .append(' ')
            .append(WORDS.get(meter));
      }
    }
    text.append("; for a million tokens");
    if (price.aboveTokens() > 0) {
      text.append(", prompt above ").append(grouped(price.aboveTokens()));
    }
    if (price.from().isAfter(today)) {
      text.append(", from ").append(price.from());
    }
    return text.toString();
  }

  private void line(String title, @Nullable String text) {
    if (text != null) {
      out.println(
          ("  " + title + " ".repeat(Math.max(1, 11 - title.length())) + TextTable.harmless(text)));
    }
  }

  void document(ModelCard card, OutputFormat format) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put("id", card.id());
    tree.put("configured", card.configured());
    tree.put("alias_of", card.aliasOf());
    tree.put("default", card.standard());
    ArrayNode aliases = tree.putArray("aliases");
    card.aliases().forEach(aliases::add);
    ArrayNode all = tree.putArray("deployments");
    card.served().forEach(served -> write(all.addObject(), served));
    Trees.print(out, tree, format);
  }

  private void write(ObjectNode tree, Served served) {
    DeploymentConfig entry = served.entry();
    ModelFacts facts = served.facts();
    tree.put("provider", facts.vendor());
    tree.put("model", entry == null ? facts.name() : entry.model());
    tree.put("real_model", facts.name());
    tree.put("source", entry == null ? null : entry.origin());
    tree.put("address", entry == null ? null : address(entry));
    FactsTree.write(tree, facts, today);
    FactsTree.prices(tree.putArray("prices"), facts);
    tree.put("figures_from", facts.source());
    tree.put("figures_of", FactsTree.text(facts.asOf()));
    if (entry != null) {
      tree.set("limits", Json.MAPPER.valueToTree(limitFields(entry)));
      tree.set("parameters", Json.MAPPER.valueToTree(entry.endpoint().defaults()));
    }
  }
}
