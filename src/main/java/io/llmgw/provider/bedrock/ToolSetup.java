package io.llmgw.provider.bedrock;

import io.llmgw.catalog.BedrockModel.Tools;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.ToolNames;
import io.llmgw.provider.anthropic.Schemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one request and which of them must be called. For models that cannot be held to a
 * schema the answer itself is such a call.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html">the
 *     tools</a>
 */
final class ToolSetup {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatRequest request;
  private final Profile profile;
  private final ToolNames names;
  private final CachePoints cache;
  private final Fidelity fidelity;
  private final ArrayNode tools = JSON.arrayNode();
  private @Nullable String answerTool;

  ToolSetup(
      ChatRequest request, Profile profile, ToolNames names, CachePoints cache, Fidelity fidelity) {
    this.request = request;
    this.profile = profile;
    this.names = names;
    this.cache = cache;
    this.fidelity = fidelity;
    // the client's own names first, so that they are changed as little as possible
    request.tools().forEach(tool -> names.sent(tool.name()));
  }

  /** Whether no tool may be called, which can only be said by sending none. */
  boolean forbidden() {
    return request.toolChoice() instanceof ToolChoice.None;
  }

  /** Defines the tools; those of the history too when the request has calls but no tools. */
  void define(boolean hasCalls) {
    if (forbidden() && !request.tools().isEmpty()) {
      fidelity.change("tool_choice", "none can only be said by sending no tools");
    } else {
      int position = 0;
      for (Tool tool : request.tools()) {
        define(tool, "tools[" + position++ + "]");
      }
    }
    if (tools.isEmpty() && hasCalls) {
      names.all().forEach(name -> spec(name, null, Schemas.input(null)));
      fidelity.fill("tools", "the messages have tool calls, which need their tools");
    }
    boolean trick =
        request.format() instanceof ResponseFormat.JsonSchema
            && !profile.structuredOutputs()
            && profile.tools() != Tools.AUTO
            && !(request.toolChoice() instanceof ToolChoice.Named);
    if (trick && request.format() instanceof ResponseFormat.JsonSchema format) {
      answerTool(format);
    }
  }

  private void define(Tool tool, String at) {
    ObjectNode schema = Schemas.input(tool.parameters());
    boolean strict = Boolean.TRUE.equals(tool.strict());
    boolean held = strict && profile.structuredOutputs();
    String description = tool.description();
    String sent = names.sent(tool.name());
    if (!sent.equals(tool.name())) {
      fidelity.change(at + ".function.name", "this provider takes fewer characters in names");
    }
    ObjectNode spec = spec(sent, description, held ? (ObjectNode) Schemas.strict(schema) : schema);
    if (held) {
      spec.put("strict", true);
    } else if (strict) {
      fidelity.lose(at + ".strict", "this model cannot be held to a schema");
    }
    ObjectNode mark = tool.cache() == null ? null : cache.block(tool.cache());
    if (mark != null) {
      tools.add(mark);
    }
  }

  private ObjectNode spec(String name, @Nullable String description, ObjectNode schema) {
    ObjectNode spec = tools.addObject().putObject("toolSpec").put("name", name);
    if (description != null && !description.isBlank()) {
      spec.put("description", description);
    }
    spec.putObject("inputSchema").set("json", schema);
    return spec;
  }

  private void answerTool(ResponseFormat.JsonSchema format) {
    String name = names.forAnswer(request.tools());
    answerTool = name;
    String description = format.description();
    spec(
        name,
        description == null ? "Gives the answer." : description,
        Schemas.input(format.schema()));
    fidelity.change("response_format", "asked for as a tool call, which this model can be held to");
  }

  @Nullable String answerTool() {
    return answerTool;
  }

  /** Whether a call will be forced, so that the model cannot think or go on from a prefill. */
  boolean forces() {
    return !tools.isEmpty() && (wanted() == Tools.ANY || wanted() == Tools.NAMED);
  }

  /** What is asked for, as far as the model can be asked; null for nothing. */
  private @Nullable Tools wanted() {
    Tools most = profile.tools();
    if (answerTool != null) {
      boolean only = request.tools().isEmpty() || forbidden();
      return only && most == Tools.NAMED ? Tools.NAMED : Tools.ANY;
    }
    return switch (request.toolChoice()) {
      case null -> null;
      case ToolChoice.None _ -> null;
      case ToolChoice.Auto _ -> Tools.AUTO;
      case ToolChoice.Required _ -> most == Tools.NAMED ? Tools.ANY : most;
      case ToolChoice.Named _ -> most;
    };
  }

  /** Writes the tools; what only Anthropic's models know goes into the additional fields. */
  void write(ObjectNode body, ObjectNode additional) {
    if (tools.isEmpty()) {
      return;
    }
    ObjectNode config = body.putObject("toolConfig");
    config.set("tools", tools);
    tellChange();
    Tools choice = wanted();
    boolean one = Boolean.FALSE.equals(request.parallelToolCalls());
    if (one && profile.traits().claude()) {
      // both at once are refused
      oneCall(additional.putObject("tool_choice"), choice);
      return;
    }
    if (one) {
      fidelity.drop("parallel_tool_calls", "this model cannot be held to one call");
    }
    switch (choice) {
      case null -> {}
      // the default, which not every model takes by its name
      case AUTO -> {}
      case ANY -> config.putObject("toolChoice").putObject("any");
      case NAMED -> config.putObject("toolChoice").putObject("tool").put("name", named());
    }
  }

  private static String anthropics(@Nullable Tools choice) {
    return switch (choice) {
      case null -> "auto";
      case AUTO -> "auto";
      case ANY -> "any";
      case NAMED -> "tool";
    };
  }

  private void oneCall(ObjectNode choice, @Nullable Tools wanted) {
    choice.put("type", anthropics(wanted));
    if (wanted == Tools.NAMED) {
      choice.put("name", named());
    }
    choice.put("disable_parallel_tool_use", true);
  }

  private void tellChange() {
    boolean asked =
        request.toolChoice() instanceof ToolChoice.Required
            || request.toolChoice() instanceof ToolChoice.Named;
    if (asked && profile.tools() == Tools.AUTO) {
      fidelity.change("tool_choice", "this model decides itself whether to call a tool");
    } else if (request.toolChoice() instanceof ToolChoice.Named && profile.tools() == Tools.ANY) {
      fidelity.change("tool_choice", "this model decides itself which tool to call");
    }
  }

  private @Nullable String named() {
    return request.toolChoice() instanceof ToolChoice.Named named && answerTool == null
        ? names.sent(named.name())
        : answerTool;
  }
}
