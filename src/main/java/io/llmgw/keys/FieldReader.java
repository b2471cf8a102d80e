package io.llmgw.keys;

import io.llmgw.config.Nearest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of a JSON object one by one: one that is absent stays as it was, null takes it
 * away. What is wrong is a {@link GatewayException} that names the member.
 */
final class FieldReader {
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_LIST = 10_000;

  private final ObjectNode fields;
  private final Set<String> read = new HashSet<>();

  FieldReader(ObjectNode fields) {
    this.fields = fields;
  }

  boolean has(String name) {
    read.add(name);
    return fields.has(name);
  }

  private @Nullable JsonNode value(String name) {
    read.add(name);
    JsonNode value = fields.get(name);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String text(String name, @Nullable String before) {
    if (!has(name)) {
      return before;
    }
    JsonNode value = value(name);
    String text = value == null ? "" : text(name, value);
    return text.isEmpty() ? null : text;
  }

  private static String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw wrong(name, "must be a string");
    }
    String text = value.asString();
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw wrong(name, "must have no line breaks and at most " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  boolean flag(String name, boolean before) {
    if (!has(name)) {
      return before;
    }
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return value != null && value.asBoolean();
  }

  @Nullable Long whole(String name, @Nullable Long before) {
    if (!has(name)) {
      return before;
    }
    JsonNode value = value(name);
    return value == null ? null : Long.valueOf(whole(name, value));
  }

  private static long whole(String name, JsonNode value) {
    boolean good =
        value.isNumber()
            && value.canConvertToLong()
            && value.decimalValue().stripTrailingZeros().scale() <= 0;
    if (!good || value.asLong() < 0) {
      throw wrong(name, "must be a whole number, 0 or more");
    }
    return value.asLong();
  }

  @Nullable BigDecimal amount(String name, @Nullable BigDecimal before) {
    if (!has(name)) {
      return before;
    }
    JsonNode value = value(name);
    if (value != null && (!value.isNumber() || value.decimalValue().signum() < 0)) {
      throw wrong(name, "must be a number, 0 or more");
    }
    return value == null ? null : value.decimalValue();
  }

  List<String> texts(String name, List<String> before) {
    if (!has(name)) {
      return before;
    }
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.size() > LONGEST_LIST) {
      throw wrong(name, "must be a list of strings");
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode each : value) {
      String text = text(name, each).strip();
      if (text.isEmpty()) {
        throw wrong(name, "must be a list of strings that are not empty");
      }
      texts.add(text);
    }
    return texts;
  }

  Map<String, String> textMap(String name, Map<String, String> before) {
    if (!has(name)) {
      return before;
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : members(name)) {
      map.put(entry.getKey(), text(name + "." + entry.getKey(), entry.getValue()));
    }
    return map;
  }

  /** Null when the member is absent. */
  @Nullable Map<String, Long> wholeMap(String name) {
    if (!has(name)) {
      return null;
    }
    Map<String, Long> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : members(name)) {
      map.put(entry.getKey(), whole(name + "." + entry.getKey(), entry.getValue()));
    }
    return map;
  }

  private Set<Map.Entry<String, JsonNode>> members(String name) {
    return object(name).properties();
  }

  /** An empty object when the member is absent or null. */
  ObjectNode object(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return fields.objectNode();
    }
    if (!(value instanceof ObjectNode object)) {
      throw wrong(name, "must be an object");
    }
    return object;
  }

  /**
   * Fails on members that say something and were not read, so that nothing is dropped in silence.
   *
   * @param known members of LiteLLM's that mean nothing here yet
   */
  void refuseOthers(Set<String> known) {
    for (Map.Entry<String, JsonNode> entry : fields.properties()) {
      String name = entry.getKey();
      if (read.contains(name) || saysNothing(entry.getValue(), known.contains(name))) {
        continue;
      }
      if (known.contains(name)) {
        throw wrong(name, "is not supported by this gateway; leave it out");
      }
      String near = Nearest.to(name, read).map(each -> "; '" + each + "' is").orElse("");
      throw wrong(name, "is not known here" + near);
    }
  }

  private static boolean saysNothing(JsonNode value, boolean known) {
    return value.isNull()
        || (value.isContainer() && value.isEmpty())
        || (value.isBoolean() && !value.asBoolean())
        // such as the spend a key begins with
        || (value.isNumber() && value.decimalValue().signum() == 0 && known)
        || (value.isString() && value.asString().isEmpty());
  }

  static GatewayException wrong(String name, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        "'" + name + "' " + what + ".",
        new ErrorDetail(400, "bad_request_error", null, name, null));
  }
}
