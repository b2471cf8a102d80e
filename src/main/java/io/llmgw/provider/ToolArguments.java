package io.llmgw.provider;

import io.llmgw.json.Json;
import io.llmgw.model.Fidelity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a call in the history, for vendors that take nothing but an object. */
public final class ToolArguments {
  /** Where vendors look for arguments that are no object. */
  private static final String INVALID = "rawInvalidInput";

  private ToolArguments() {}

  /**
   * The object that the text is; no text is an empty one.
   *
   * @param field where the call stands in the request
   * @param fidelity is told when the text has to stand in an object of ours
   */
  public static ObjectNode object(String arguments, String field, Fidelity fidelity) {
    if (arguments.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      if (Json.MAPPER.readTree(arguments) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException _) {
      // what the model wrote then is kept as the text it is
    }
    fidelity.change(field, "the arguments are not a JSON object and are sent as text");
    return JsonNodeFactory.instance.objectNode().put(INVALID, arguments);
  }
}
