package io.llmgw.server.anthropic;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Fidelity;
import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the tools of a request and what it says of their use. */
final class ToolDecoder {
  private final List<Tool> tools = new ArrayList<>();
  private final JsonNode choice;

  ToolDecoder(JsonNode body, Fidelity fidelity) {
    this.choice = body.path("tool_choice");
    JsonNode list = body.path("tools");
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw wrong("tools", "must be a list");
    }
    for (int i = 0; i < list.size(); i++) {
      tool(list.get(i), "tools[" + i + "]", fidelity);
    }
  }

  private void tool(JsonNode tool, String at, Fidelity fidelity) {
    String type = tool.path("type").asString("custom");
    String name = tool.path("name").asString("");
    if (!type.equals("custom")) {
      // such as web_search_20250305: they run at Anthropic's
      fidelity.lose(at, "the tool " + type + " runs at Anthropic's only");
      return;
    }
    if (name.isEmpty()) {
      throw wrong(at + ".name", "is missing");
    }
    JsonNode schema = tool.path("input_schema");
    if (!schema.isObject()) {
      throw wrong(at + ".input_schema", "must be an object");
    }
    JsonNode strict = tool.path("strict");
    JsonNode cache = tool.path("cache_control");
    tools.add(
        new Tool(
            name,
            tool.path("description").asString(null),
            schema,
            strict.isBoolean() ? strict.asBoolean() : null,
            cache.isObject() ? new Part.CachePoint(cache.path("ttl").asString(null)) : null));
  }

  List<Tool> tools() {
    return tools;
  }

  /** Whether and what must be called; null without tools, where it would mean nothing. */
  @Nullable ToolChoice choice() {
    if (choice.isMissingNode() || choice.isNull()) {
      return null;
    }
    ToolChoice said =
        switch (choice.path("type").asString("")) {
          case "auto" -> new ToolChoice.Auto();
          case "none" -> new ToolChoice.None();
          case "any" -> new ToolChoice.Required();
          case "tool" -> named();
          default -> throw wrong("tool_choice.type", "must be auto, any, tool or none");
        };
    return tools.isEmpty() ? null : said;
  }

  private ToolChoice named() {
    String name = choice.path("name").asString("");
    if (name.isEmpty()) {
      throw wrong("tool_choice.name", "is missing");
    }
    return new ToolChoice.Named(name);
  }

  /** Whether several calls at once are allowed; null when the request does not say. */
  @Nullable Boolean parallel() {
    JsonNode disabled = choice.path("disable_parallel_tool_use");
    return (tools.isEmpty() || !disabled.isBoolean()) ? null : !disabled.asBoolean();
  }
}
