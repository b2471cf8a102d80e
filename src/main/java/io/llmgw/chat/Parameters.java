package io.llmgw.chat;

import io.llmgw.config.Nearest;
import io.llmgw.json.Json;
import io.llmgw.model.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What the user set of a request besides its messages; everything else is the model's default. */
public final class Parameters {
  public static final Parameters NONE = new Parameters(Map.of());

  /** Names with what they take, in the order they are listed. */
  public static final Map<String, String> KNOWN = known();

  public static final List<String> EFFORTS =
      List.of("off", "minimal", "low", "medium", "high", "xhigh", "max");

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  private static Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("temperature", "0 to 2; how freely words are chosen");
    known.put("max_tokens", "longest answer, in tokens");
    known.put("top_p", "0 to 1; choose among the likeliest words only");
    known.put("top_k", "choose among so many words only");
    known.put("seed", "a number; the same one for the same answer");
    known.put("stop", "text at which the answer ends; a JSON array for several");
    known.put("frequency_penalty", "-2 to 2; against repeating words");
    known.put("presence_penalty", "-2 to 2; against repeating subjects");
    known.put("think", "off, minimal, low, medium, high, xhigh, max, or tokens to think with");
    return Collections.unmodifiableMap(known);
  }

  /** Name and value of everything that is set, as it was written. */
  public Map<String, String> values() {
    return values;
  }

  public @Nullable String value(String name) {
    return values.get(canonical(name));
  }

  /**
   * The same with one more.
   *
   * @throws ChatException when the value is none for that name, or the name looks mistyped
   */
  public Parameters with(String name, String value) {
    String known = canonical(name);
    check(known, value.strip());
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(known, value.strip());
    return new Parameters(Collections.unmodifiableMap(more));
  }

  /** The same with all of the others, which win. */
  public Parameters with(Parameters others) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.putAll(others.values);
    return new Parameters(Collections.unmodifiableMap(more));
  }

  public Parameters without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(canonical(name));
    return new Parameters(Collections.unmodifiableMap(fewer));
  }

  /** Sets what is written as {@code name=value}. */
  public Parameters withAssignment(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw ChatException.wrong(
          "'%s' sets nothing".formatted(assignment), "write it as temperature=0.2");
    }
    return with(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  private static String canonical(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    return switch (plain) {
      case "max_output_tokens", "max_completion_tokens", "num_predict" -> "max_tokens";
      case "reasoning_effort", "reasoning", "thinking" -> "think";
      case "temp" -> "temperature";
      default -> plain;
    };
  }

  private static void check(String name, String value) {
    if (value.isEmpty()) {
      throw ChatException.wrong("%s has no value".formatted(name), "/unset " + name);
    }
    switch (name) {
      case "temperature" -> number(name, value, 0, 2);
      case "top_p" -> number(name, value, 0, 1);
      case "frequency_penalty", "presence_penalty" -> number(name, value, -2, 2);
      case "max_tokens", "top_k" -> whole(name, value, 1, Integer.MAX_VALUE);
      case "seed" -> whole(name, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case "stop" -> stops(value);
      case "think" -> effort(value);
      default -> other(name);
    }
  }

  private static void other(String name) {
    Nearest.to(name, KNOWN.keySet())
        .ifPresent(near -> {
          throw ChatException.wrong(
              "there is no parameter '" + name + "'", "did you mean " + near + "?");
        });
    if (Set.of("model", "messages", "stream", "system", "n").contains(name)) {
      throw ChatException.wrong(
          "'%s' is not set as a parameter".formatted(name),
          "the parameters are " + String.join(", ", KNOWN.keySet()));
    }
  }

  private static double number(String name, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw ChatException.wrong(
        "'%s' is no value for %s".formatted(value, name),
        "%s takes %s".formatted(name, KNOWN.get(name)));
  }

  private static long whole(String name, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw ChatException.wrong(
        "'%s' is no value for %s".formatted(value, name),
        "%s takes %s".formatted(name, KNOWN.get(name)));
  }

  private static void effort(String value) {
    if (!EFFORTS.contains(value) && !value.matches("[0-9]{1,7}")) {
      throw ChatException.wrong(
          "'%s' is no level of thinking".formatted(value),
          "one of " + String.join(", ", EFFORTS) + ", or a number of tokens");
    }
  }

  private static List<String> stops(String value) {
    if (!value.startsWith("[")) {
      return List.of(value);
    }
    List<String> stops = new ArrayList<>();
    for (JsonNode stop : json(value)) {
      if (!stop.isString()) {
        throw ChatException.wrong("a stop must be text: " + stop, "stop=[\"END\",\"###\"]");
      }
      stops.add(stop.asString());
    }
    return stops;
  }

  /** JSON, or the text itself when it is none. */
  private static JsonNode json(String value) {
    try {
      return Json.MAPPER.readTree(value);
    } catch (JacksonException _) {
      return StringNode.valueOf(value);
    }
  }

  /** The parameters every protocol knows. */
  public Sampling sampling() {
    String think = values.get("think");
    boolean budget = think != null && Character.isDigit(think.charAt(0));
    String effort = think == null || budget ? null : think.equals("off") ? "none" : think;
    Long seed = values.containsKey("seed") ? Long.valueOf(values.get("seed")) : null;
    String stop = values.get("stop");
    return new Sampling(
        integer("max_tokens"),
        decimal("temperature"),
        decimal("top_p"),
        decimal("frequency_penalty"),
        decimal("presence_penalty"),
        seed,
        stop == null ? List.of() : stops(stop),
        effort,
        budget ? Integer.valueOf(think) : null,
        integer("top_k"));
  }

  private @Nullable Integer integer(String name) {
    String value = values.get(name);
    return value == null ? null : Integer.valueOf(value);
  }

  private @Nullable Double decimal(String name) {
    String value = values.get(name);
    return value == null ? null : Double.valueOf(value);
  }

  /** Parameters passed on as they are, for the models that know them. */
  public Map<String, JsonNode> extras() {
    Map<String, JsonNode> extras = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (!KNOWN.containsKey(name)) {
        extras.put(name, json(value));
      }
    });
    return extras;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
