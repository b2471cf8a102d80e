package io.llmgw.server.responses;

import io.llmgw.json.Json;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the tools of a request are called where there are functions only.
 *
 * @param custom tools that take a bare text, which functions cannot: it is wrapped
 * @param spaced the namespace and own name of a tool, by the name it has as a function
 */
record ToolNames(Set<String> custom, Map<String, Spaced> spaced) {
  private static final String INPUT = "input";

  /** A tool within a namespace. */
  record Spaced(String namespace, String name) {}

  ToolNames {
    custom = Set.copyOf(custom);
    spaced = Map.copyOf(spaced);
  }

  /** The name as a function of a tool in a namespace. */
  static String qualified(@Nullable String namespace, String name) {
    return namespace == null || namespace.isEmpty() ? name : namespace + "__" + name;
  }

  /** The arguments that stand for a custom tool's text. */
  static String wrapped(String text) {
    return JsonNodeFactory.instance.objectNode().put(INPUT, text).toString();
  }

  /** The text in such arguments, or what the model wrote in their place. */
  static String unwrapped(String arguments) {
    try {
      JsonNode input = Json.MAPPER.readTree(arguments).path(INPUT);
      return input.isString() ? input.asString() : arguments;
    } catch (JacksonException _) {
      // models that mistake the text for the arguments are understood all the same
      return arguments;
    }
  }

  /** The schema such arguments follow. */
  static ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema
        .putObject("properties")
        .putObject(INPUT)
        .put("type", "string")
        .put("description", "The tool's whole input as text.");
    schema.putArray("required").add(INPUT);
    return schema.put("additionalProperties", false);
  }
}
