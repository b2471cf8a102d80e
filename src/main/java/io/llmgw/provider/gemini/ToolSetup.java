package io.llmgw.provider.gemini;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.ToolNames;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one request and which of them must be called.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/function-calling">function calling</a>
 */
final class ToolSetup {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatRequest request;
  private final Profile profile;
  private final ToolNames names;
  private final Fidelity fidelity;

  ToolSetup(ChatRequest request, Profile profile, ToolNames names, Fidelity fidelity) {
    this.request = request;
    this.profile = profile;
    this.names = names;
    this.fidelity = fidelity;
    // the client's own names first, so that they are changed as little as possible
    request.tools().forEach(tool -> names.sent(tool.name()));
  }

  /** Whether an answer in JSON cannot be asked for by its own setting. */
  boolean excludesJson() {
    boolean json = request.format() != null && !(request.format() instanceof ResponseFormat.Text);
    return json && !request.tools().isEmpty() && !profile.traits().jsonWithTools();
  }

  /**
   * Writes them.
   *
   * @param search whether the model may look things up with Google
   */
  void write(ObjectNode body, boolean search) {
    ArrayNode tools = JSON.arrayNode();
    ObjectNode config = JSON.objectNode();
    boolean together = profile.traits().signatures();
    if (search && !request.tools().isEmpty() && !together) {
      fidelity.drop("web_search_options", "this model takes no search beside tools");
    } else if (search) {
      tools.addObject().putObject("googleSearch");
      if (!request.tools().isEmpty() && !profile.vertex()) {
        config.put("includeServerSideToolInvocations", true);
      }
    }
    if (!request.tools().isEmpty()) {
      declare(tools.addObject().putArray("functionDeclarations"));
      mode(config, !tools.path(0).has("functionDeclarations"));
    }
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
    if (!config.isEmpty()) {
      body.set("toolConfig", config);
    }
    if (Boolean.FALSE.equals(request.parallelToolCalls()) && !request.tools().isEmpty()) {
      fidelity.drop("parallel_tool_calls", "this provider cannot hold the model to one call");
    }
  }

  private void declare(ArrayNode functions) {
    int position = 0;
    for (Tool tool : request.tools()) {
      String at = "tools[" + position++ + "]";
      ObjectNode function = functions.addObject().put("name", names.sent(tool.name()));
      function.put("description", tool.description() == null ? "" : tool.description());
      if (!names.sent(tool.name()).equals(tool.name())) {
        fidelity.change(at + ".function.name", "this provider takes fewer characters in names");
      }
      JsonNode parameters = tool.parameters();
      if (parameters == null || !parameters.isObject()) {
        continue;
      }
      SchemaCleaner.Cleaned cleaned = SchemaCleaner.clean(parameters);
      if (cleaned.schema().path("properties").isEmpty() && !cleaned.schema().has("anyOf")) {
        // an object without properties is refused at the root
        continue;
      }
      function.set("parameters", cleaned.schema());
      if (cleaned.lossy()) {
        fidelity.change(at + ".function.parameters", "this provider takes only a part of it");
      }
    }
  }

  private void mode(ObjectNode config, boolean beside) {
    boolean strict =
        beside || request.tools().stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
    String free = strict && profile.traits().validated() ? "VALIDATED" : "AUTO";
    switch (request.toolChoice()) {
      case null -> {
        if (!free.equals("AUTO")) {
          calling(config, free);
        }
      }
      case ToolChoice.Auto _ -> calling(config, free);
      case ToolChoice.None _ -> calling(config, "NONE");
      case ToolChoice.Required _ -> calling(config, "ANY");
      case ToolChoice.Named named ->
          calling(config, "ANY").putArray("allowedFunctionNames").add(names.sent(named.name()));
    }
  }

  private static ObjectNode calling(ObjectNode config, String mode) {
    return config.putObject("functionCallingConfig").put("mode", mode);
  }
}
