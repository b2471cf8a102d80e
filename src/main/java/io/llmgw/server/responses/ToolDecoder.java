package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Fidelity;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the tools of a request and which of them the model may or must call. */
final class ToolDecoder {
  private static final Set<String> HOSTED =
      Set.of(
          "file_search",
          "code_interpreter",
          "image_generation",
          "mcp",
          "local_shell",
          "shell",
          "apply_patch",
          "tool_search",
          "programmatic_tool_calling");

  private final Fidelity fidelity;
  private final List<Tool> tools = new ArrayList<>();
  private final Set<String> custom = new HashSet<>();
  private final Map<String, ToolNames.Spaced> spaced = new HashMap<>();

  /**
   * What a request says about tools.
   *
   * @param choice null when it does not say
   */
  record Tools(List<Tool> tools, @Nullable ToolChoice choice, ToolNames names) {}

  private ToolDecoder(Fidelity fidelity) {
    this.fidelity = fidelity;
  }

  /**
   * Reads the members {@code tools} and {@code tool_choice} of a body.
   *
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  static Tools decode(JsonNode body, Fidelity fidelity) {
    ToolDecoder decoder = new ToolDecoder(fidelity);
    JsonNode tools = body.path("tools");
    if (!tools.isArray() && !tools.isMissingNode() && !tools.isNull()) {
      throw wrong("tools", "must be a list");
    }
    decoder.all(tools, "tools", null);
    JsonNode choice = body.path("tool_choice");
    ToolNames names = new ToolNames(decoder.custom, decoder.spaced);
    if (choice.path("type").asString("").equals("allowed_tools")) {
      return new Tools(decoder.allowed(choice), mode(choice), names);
    }
    ToolChoice read = decoder.choice(choice);
    // a choice among none is an error to many
    return new Tools(decoder.tools, decoder.tools.isEmpty() ? null : read, names);
  }

  private void all(JsonNode list, String at, @Nullable String namespace) {
    int position = 0;
    for (JsonNode tool : list) {
      tool(tool, at + "[" + position++ + "]", namespace);
    }
  }

  private void tool(JsonNode tool, String at, @Nullable String namespace) {
    String type = tool.path("type").asString("");
    switch (type) {
      case "function" -> add(tool, at, namespace, tool.path("parameters"), "");
      case "custom" -> {
        String name = add(tool, at, namespace, ToolNames.schema(), grammar(tool.path("format")));
        custom.add(name);
      }
      case "namespace" -> all(tool.path("tools"), at + ".tools", name(tool, at));
      case "" -> throw wrong(at + ".type", "is missing");
      default -> {
        if (!HOSTED.contains(type) && !type.startsWith("web_search")) {
          throw wrong(at + ".type", "must be function or custom for this model, not " + type);
        }
        fidelity.lose(at, "the tool " + type + " is the provider's own, which this one lacks");
      }
    }
  }

  private String add(
      JsonNode tool, String at, @Nullable String namespace, JsonNode schema, String more) {
    String own = name(tool, at);
    String name = ToolNames.qualified(namespace, own);
    if (namespace != null) {
      spaced.put(name, new ToolNames.Spaced(namespace, own));
    }
    if (!schema.isObject() && !schema.isNull() && !schema.isMissingNode()) {
      throw wrong(at + ".parameters", "must be an object");
    }
    String description = tool.path("description").asString("") + more;
    JsonNode strict = tool.path("strict");
    tools.add(
        new Tool(
            name,
            description.isEmpty() ? null : description,
            schema.isObject() ? schema : null,
            strict.isBoolean() ? strict.asBoolean() : null));
    return name;
  }

  private static String name(JsonNode tool, String at) {
    String name = tool.path("name").asString("");
    if (name.isEmpty()) {
      throw wrong(at + ".name", "is missing");
    }
    return name;
  }

  /** A grammar cannot be enforced everywhere, but told. */
  private static String grammar(JsonNode format) {
    String definition = format.path("definition").asString("");
    return definition.isEmpty()
        ? ""
        : "\n\nThe input must follow this "
            + format.path("syntax").asString("")
            + " grammar:\n"
            + definition;
  }

  private List<Tool> allowed(JsonNode choice) {
    Set<String> names = new HashSet<>();
    choice
        .path("tools")
        .forEach(tool ->
            names.add(
                ToolNames.qualified(
                    tool.path("namespace").asString(null), tool.path("name").asString(""))));
    return tools.stream().filter(tool -> names.contains(tool.name())).toList();
  }

  private static ToolChoice mode(JsonNode choice) {
    return switch (choice.path("mode").asString("auto")) {
      case "auto" -> new ToolChoice.Auto();
      case "required" -> new ToolChoice.Required();
      default -> throw wrong("tool_choice.mode", "must be auto or required");
    };
  }

  private @Nullable ToolChoice choice(JsonNode choice) {
    if (choice.isMissingNode() || choice.isNull()) {
      return null;
    }
    if (choice.isObject()) {
      return named(choice);
    }
    return switch (choice.asString("")) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> throw wrong("tool_choice", "must be none, auto, required or a tool");
    };
  }

  private @Nullable ToolChoice named(JsonNode choice) {
    String type = choice.path("type").asString("");
    if (!type.equals("function") && !type.equals("custom")) {
      fidelity.lose("tool_choice", "the tool " + type + " is the provider's own");
      return null;
    }
    String name = choice.path("name").asString("");
    if (name.isEmpty()) {
      throw wrong("tool_choice.name", "is missing");
    }
    return new ToolChoice.Named(ToolNames.qualified(choice.path("namespace").asString(null), name));
  }
}
