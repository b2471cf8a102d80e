package io.llmgw.server.responses;

import io.llmgw.model.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function. That of a custom tool is told when it is complete, since its text has to be
 * taken out of the arguments.
 */
final class CallItem extends OutputItem {
  private final StringBuilder arguments = new StringBuilder();
  private final boolean custom;

  CallItem(
      EventSink sink, String id, int index, StreamEvent.ToolCallStarted call, ToolNames names) {
    super(sink, id, index, type(call.name(), names));
    this.custom = names.custom().contains(call.name());
    ToolNames.@Nullable Spaced spaced = names.spaced().get(call.name());
    node().put("call_id", call.id()).put("name", spaced == null ? call.name() : spaced.name());
    if (spaced != null) {
      node().put("namespace", spaced.namespace());
    }
    node().put(custom ? "input" : "arguments", "");
    if (call.state() != null) {
      node().put(StateText.MEMBER, StateText.of(call.state()));
    }
  }

  /** The type of the item for a call of that function. */
  static String type(String name, ToolNames names) {
    return names.custom().contains(name) ? "custom_tool_call" : "function_call";
  }

  void arguments(String more) {
    arguments.append(more);
    if (!custom && !more.isEmpty()) {
      send("response.function_call_arguments.delta", within().put("delta", more));
    }
  }

  @Override
  void complete() {
    if (arguments.isEmpty()) {
      arguments("{}");
    }
    fill();
    if (custom) {
      String input = node().get("input").asString();
      send("response.custom_tool_call_input.delta", within().put("delta", input));
      send("response.custom_tool_call_input.done", within().put("input", input));
    } else {
      send(
          "response.function_call_arguments.done",
          within()
              .put("name", node().get("name").asString())
              .put("arguments", arguments.toString()));
    }
  }

  @Override
  void fill() {
    if (custom) {
      node().put("input", ToolNames.unwrapped(arguments.toString()));
    } else {
      node().put("arguments", arguments.toString());
    }
  }
}
