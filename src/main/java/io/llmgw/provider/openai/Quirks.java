package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.ToolNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a vendor wants to be other than OpenAI's in the values of a request for chat. Immutable.
 *
 * @param longestName how many characters the name of a tool may have, which are letters, digits, _
 *     and - then; 0 when any name will do
 * @param format which of OpenAI's two ways to ask for JSON there is
 * @param most the greatest value of a parameter
 * @param efforts its own words for some of OpenAI's degrees of effort
 */
record Quirks(
    MessageRules messages,
    int longestName,
    Format format,
    Map<String, Double> most,
    Map<String, String> efforts) {

  /** The ways to ask for JSON. */
  enum Format {
    BOTH,
    /** Any JSON; a schema has to be put in words. */
    OBJECT,
    /** None but by schema. */
    SCHEMA
  }

  private static final TextMembers NAME = new TextMembers("name");
  private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final Pattern NONE = Pattern.compile("(?!)");
  private static final byte[] ANY_JSON =
      "{\"type\":\"json_object\"}".getBytes(StandardCharsets.US_ASCII);

  static Quirks of(JsonNode entry) {
    Map<String, Double> most = new HashMap<>();
    entry.path("most").properties().forEach(e -> most.put(e.getKey(), e.getValue().asDouble()));
    Map<String, String> efforts = new HashMap<>();
    entry
        .path("efforts")
        .properties()
        .forEach(e -> efforts.put(e.getKey(), e.getValue().asString()));
    return new Quirks(
        MessageRules.of(entry.path("messages")),
        entry.path("longestName").asInt(0),
        Format.valueOf(entry.path("format").asString("both").toUpperCase(Locale.ROOT)),
        Map.copyOf(most),
        Map.copyOf(efforts));
  }

  /** Whether a tool may have a name that has to be another here. */
  boolean renamesTools(JsonObjectIndex body) {
    int tools = longestName == 0 ? -1 : body.find("tools");
    return body.type(tools) == '['
        && NAME.any(body, tools, (bytes, from, to) -> !isName(bytes, from, to));
  }

  private boolean isName(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int c = bytes[i];
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && c != '_' && c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return to - from <= longestName;
  }

  /** No names of tools yet, which will be as the vendor takes them. */
  ToolNames noNames() {
    return longestName == 0
        ? new ToolNames(NONE, false, Integer.MAX_VALUE)
        : new ToolNames(REFUSED, false, longestName);
  }

  /** Changes the request where it has to be. */
  void apply(JsonObjectIndex body, JsonEdit edit, Fidelity fidelity) {
    most.forEach((name, value) -> clamp(body, edit, name, value, fidelity));
    effort(body, edit, fidelity);
    messages(body, edit, format(body, edit, fidelity), fidelity);
  }

  private static void clamp(
      JsonObjectIndex body, JsonEdit edit, String name, double most, Fidelity fidelity) {
    int member = body.find(name);
    if (body.isSet(member) && !edit.removed(member) && body.tree(member).asDouble(0) > most) {
      edit.replace(member, Json.MAPPER.writeValueAsBytes(most));
      fidelity.change(name, "its greatest value is " + most + " there");
    }
  }

  private void effort(JsonObjectIndex body, JsonEdit edit, Fidelity fidelity) {
    int member = efforts.isEmpty() ? -1 : body.find("reasoning_effort");
    String own = member < 0 ? null : efforts.get(String.valueOf(body.text(member)));
    if (own != null && !edit.removed(member)) {
      edit.replace(member, JsonEdit.quoted(own));
      fidelity.change("reasoning_effort", "it is " + own + " there");
    }
  }

  /** Asks for JSON the way there is; returns what has to be said in words for it, or nothing. */
  private String format(JsonObjectIndex body, JsonEdit edit, Fidelity fidelity) {
    int member = format == Format.BOTH ? -1 : body.find("response_format");
    if (body.type(member) != '{' || edit.removed(member)) {
      return "";
    }
    JsonNode asked = edit.tree(member);
    String type = asked.path("type").asString("");
    if (format == Format.SCHEMA && type.equals("json_object")) {
      ObjectNode any = Json.MAPPER.createObjectNode().put("type", "json_schema");
      any.putObject("json_schema").put("name", "answer").putObject("schema").put("type", "object");
      edit.replace(member, Json.MAPPER.writeValueAsBytes(any));
      fidelity.change("response_format", "JSON is asked for by a schema there");
    } else if (format == Format.OBJECT && type.equals("json_schema")) {
      edit.replace(member, ANY_JSON);
      fidelity.change("response_format", "a schema can only be asked for in words there");
      return "Answer with nothing but JSON that fits this JSON schema:\n"
          + asked.path("json_schema").path("schema");
    }
    return "";
  }

  private void messages(
      JsonObjectIndex body, JsonEdit edit, String instruction, Fidelity fidelity) {
    int member = body.find("messages");
    if (body.type(member) != '['
        || (instruction.isEmpty() && !messages.mayConcern(body, member))
        || !(edit.tree(member) instanceof ArrayNode list)) {
      return;
    }
    if (!instruction.isEmpty()) {
      list.insertObject(0).put("role", "system").put("content", instruction);
    }
    edit.replace(member, Json.MAPPER.writeValueAsBytes(messages.apply(list, fidelity)));
  }
}
