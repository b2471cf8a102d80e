package io.llmgw.catalog;

import io.llmgw.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a file of models: those that come with the program, and the one a user imported. What is
 * wrong in it is told with its place, as {@link CatalogException}.
 */
final class FactsFile {
  private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(1_000_000);

  private final String name;

  /**
   * @param name the file, for people
   */
  FactsFile(String name) {
    this.name = name;
  }

  /** Every model of the file. */
  List<ModelFacts> read(byte[] bytes) {
    JsonNode file;
    try {
      file = Json.MAPPER.readTree(bytes);
    } catch (JacksonException malformed) {
      throw new CatalogException("%s is not JSON: %s".formatted(name, reason(malformed)));
    }
    JsonNode models = file.path("models");
    if (!models.isArray()) {
      throw new CatalogException(name + " has no list `models`");
    }
    List<ModelFacts> all = new ArrayList<>();
    for (JsonNode model : models) {
      all.add(facts(file, model));
    }
    return all;
  }

  /**
   * One model of a file of lines.
   *
   * @param head the file's first line, with what is the same for all
   */
  ModelFacts read(String head, String line) {
    try {
      return facts(Json.MAPPER.readTree(head), Json.MAPPER.readTree(line));
    } catch (JacksonException malformed) {
      throw new CatalogException("%s is not JSON: %s".formatted(name, reason(malformed)));
    }
  }

  private static String reason(JacksonException malformed) {
    var place = malformed.getLocation();
    return "line %d, column %d: %s"
        .formatted(place.getLineNr(), place.getColumnNr(), malformed.getOriginalMessage());
  }

  private ModelFacts facts(JsonNode file, JsonNode model) {
    String called = text(model, "name", name);
    String place = "%s, model '%s'".formatted(name, called);
    List<Price> prices = new ArrayList<>();
    model.path("prices").forEach(price -> prices.add(price(price, place)));
    List<String> aliases = new ArrayList<>();
    model.path("aliases").forEach(alias -> aliases.add(alias.asString()));
    return new ModelFacts(
        text(model.has("vendor") ? model : file, "vendor", place),
        called,
        model.has("mode") ? text(model, "mode", place) : ModelMode.CHAT,
        whole(model, "context", place),
        whole(model, "output", place),
        capabilities(model, place),
        prices,
        date(model, "retires", place),
        aliases,
        text(model.has("source") ? model : file, "source", place),
        required(date(model.has("date") ? model : file, "date", place), "date", place));
  }

  private Set<Capability> capabilities(JsonNode model, String place) {
    Set<Capability> can = EnumSet.noneOf(Capability.class);
    for (JsonNode word : model.path("can")) {
      try {
        can.add(Capability.valueOf(word.asString().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException _) {
        throw new CatalogException(
            "%s: '%s' is not a capability".formatted(place, word.asString()));
      }
    }
    return can;
  }

  private static Price price(JsonNode price, String place) {
    Map<Meter, BigDecimal> usd = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      JsonNode figure = price.get(meter.toString());
      if (figure != null) {
        usd.put(meter, amount(figure, meter, place));
      }
    }
    LocalDate from = date(price, "from", place);
    Integer above = whole(price, "above", place);
    return new Price(from == null ? LocalDate.MIN : from, above == null ? 0 : above, usd);
  }

  private static BigDecimal amount(JsonNode figure, Meter meter, String place) {
    if (!figure.isNumber()
        || figure.decimalValue().signum() < 0
        || figure.decimalValue().compareTo(HIGHEST_PRICE) > 0) {
      throw new CatalogException("%s: %s is not a price: %s".formatted(place, meter, figure));
    }
    return figure.decimalValue();
  }

  private static String text(JsonNode node, String member, String place) {
    JsonNode text = node.path(member);
    if (!text.isString() || text.asString().isBlank()) {
      throw new CatalogException("%s: `%s` is missing".formatted(place, member));
    }
    return text.asString();
  }

  private static @Nullable Integer whole(JsonNode node, String member, String place) {
    JsonNode number = node.get(member);
    if (number == null) {
      return null;
    }
    if (!number.isInt() || number.asInt() < 0) {
      throw new CatalogException("%s: `%s` is not a count: %s".formatted(place, member, number));
    }
    return number.asInt();
  }

  private static @Nullable LocalDate date(JsonNode node, String member, String place) {
    JsonNode text = node.get(member);
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text.asString());
    } catch (DateTimeException _) {
      throw new CatalogException("%s: `%s` is not a date: %s".formatted(place, member, text));
    }
  }

  private static <T> T required(@Nullable T value, String member, String place) {
    if (value == null) {
      throw new CatalogException("%s: `%s` is missing".formatted(place, member));
    }
    return value;
  }
}
