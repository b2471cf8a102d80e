package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModel;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.ToolNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one request and which of them must be called. For models that cannot be held to a
 * schema the answer itself is such a call.
 */
final class ToolSetup {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatRequest request;
  private final ClaudeModel model;
  private final ToolNames names;
  private final Fidelity fidelity;
  private final ArrayNode tools = JSON.arrayNode();
  private @Nullable String answerTool;

  ToolSetup(ChatRequest request, ClaudeModel model, ToolNames names, Fidelity fidelity) {
    this.request = request;
    this.model = model;
    this.names = names;
    this.fidelity = fidelity;
    // the client's own names first, so that they are changed as little as possible
    request.tools().forEach(tool -> names.sent(tool.name()));
  }

  /** Defines the tools; those of the history too when the request has calls but no tools. */
  void define(boolean hasCalls) {
    int position = 0;
    for (Tool tool : request.tools()) {
      tools.add(definition(tool, "tools[" + position++ + "]"));
    }
    if (tools.isEmpty() && hasCalls) {
      names.all().forEach(name -> tools.addObject().put("name", name).set("input_schema", empty()));
      fidelity.fill("tools", "the messages have tool calls, which need their tools");
    }
    boolean trick =
        request.format() instanceof ResponseFormat.JsonSchema
            && !model.structuredOutputs()
            && !(request.toolChoice() instanceof ToolChoice.Named);
    if (trick && request.format() instanceof ResponseFormat.JsonSchema format) {
      answerTool(format);
    }
  }

  private static ObjectNode empty() {
    return Schemas.input(null);
  }

  private ObjectNode definition(Tool tool, String at) {
    ObjectNode node = JSON.objectNode().put("name", names.sent(tool.name()));
    if (tool.description() != null && !tool.description().isBlank()) {
      node.put("description", tool.description());
    }
    ObjectNode schema = Schemas.input(tool.parameters());
    boolean strict = Boolean.TRUE.equals(tool.strict());
    if (strict && model.structuredOutputs()) {
      node.set("input_schema", Schemas.strict(schema));
      node.put("strict", true);
    } else {
      node.set("input_schema", schema);
      if (strict) {
        fidelity.lose(at + ".strict", "this model cannot be held to a schema");
      }
    }
    if (tool.cache() != null) {
      CacheMarks.mark(node, tool.cache());
    }
    return node;
  }

  private void answerTool(ResponseFormat.JsonSchema format) {
    String name = names.forAnswer(request.tools());
    answerTool = name;
    String description = format.description();
    ObjectNode node =
        tools
            .addObject()
            .put("name", name)
            .put("description", description == null ? "Gives the answer." : description);
    node.set("input_schema", Schemas.input(format.schema()));
    fidelity.change("response_format", "asked for as a tool call, which this model can be held to");
  }

  @Nullable String answerTool() {
    return answerTool;
  }

  /** Whether a call will be forced, so that the model cannot think or go on from a prefill. */
  boolean forces() {
    return switch (choice()) {
      case "any", "tool" -> model.forcedTools();
      default -> false;
    };
  }

  private String choice() {
    if (tools.isEmpty()) {
      return "";
    }
    if (answerTool != null) {
      return onlyAnswer() ? "tool" : "any";
    }
    return switch (request.toolChoice()) {
      case null -> "";
      case ToolChoice.Auto _ -> "auto";
      case ToolChoice.None _ -> "none";
      case ToolChoice.Required _ -> "any";
      case ToolChoice.Named _ -> "tool";
    };
  }

  private boolean onlyAnswer() {
    return request.tools().isEmpty() || request.toolChoice() instanceof ToolChoice.None;
  }

  void write(ObjectNode body) {
    if (tools.isEmpty()) {
      return;
    }
    body.set("tools", tools);
    String type = choice();
    if ((type.equals("any") || type.equals("tool")) && !model.forcedTools()) {
      fidelity.change("tool_choice", "this model decides itself whether to call a tool");
      type = "auto";
    }
    boolean one = answerTool != null || Boolean.FALSE.equals(request.parallelToolCalls());
    if (type.isEmpty() && !one) {
      return;
    }
    ObjectNode choice = body.putObject("tool_choice").put("type", type.isEmpty() ? "auto" : type);
    if (type.equals("tool")) {
      choice.put("name", named());
    }
    if (one && !type.equals("none")) {
      choice.put("disable_parallel_tool_use", true);
    }
  }

  private @Nullable String named() {
    return request.toolChoice() instanceof ToolChoice.Named named && answerTool == null
        ? names.sent(named.name())
        : answerTool;
  }
}
