package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts the items of a conversation together to messages: thinking, text and calls of one turn to
 * one, results right after the calls they answer, and whatever else was said in between after
 * those. Not thread-safe.
 */
final class InputDecoder {
  private final Fidelity fidelity;
  private final Function<String, @Nullable JsonNode> references;
  private final List<Message> messages = new ArrayList<>();
  // the assistant's turn that goes on
  private final List<Part> turn = new ArrayList<>();
  private final List<Message> deferred = new ArrayList<>();
  private final Set<String> calls = new HashSet<>();
  private final Map<String, String> callsByItem = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /**
   * Begins a conversation.
   *
   * @param references gives the item of an id, or null
   */
  InputDecoder(Fidelity fidelity, Function<String, @Nullable JsonNode> references) {
    this.fidelity = fidelity;
    this.references = references;
  }

  /**
   * Appends an item; {@code at} is where it stands in the request.
   *
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  void item(JsonNode item, String at) {
    if (!item.isObject()) {
      throw wrong(at, "must be an object");
    }
    String type = item.path("type").asString(item.has("role") ? "message" : "");
    switch (type) {
      case "message" -> message(item, at);
      case "reasoning" -> reasoning(item);
      case "function_call" -> call(item, at, text(item, "arguments", at));
      case "custom_tool_call" -> call(item, at, ToolNames.wrapped(text(item, "input", at)));
      case "function_call_output", "custom_tool_call_output" -> result(item, at);
      case "item_reference" -> reference(item, at);
      case "" -> throw wrong(at + ".type", "is missing");
      default -> other(item, type, at);
    }
  }

  /**
   * The messages.
   *
   * @throws io.llmgw.model.GatewayException when a call has no result
   */
  List<Message> end() {
    if (!open.isEmpty()) {
      throw wrong("input", "has no output for the call '" + open.iterator().next() + "'");
    }
    flush();
    return messages;
  }

  private void message(JsonNode item, String at) {
    List<Part> parts = ContentDecoder.parts(item.path("content"), at + ".content");
    switch (item.path("role").asString("")) {
      case "user" -> say(new Message(Role.USER, parts));
      case "system", "developer" -> say(new Message(Role.SYSTEM, parts));
      case "assistant" -> {
        if (open.isEmpty() || !turn.isEmpty()) {
          turn.addAll(parts);
        } else {
          deferred.add(new Message(Role.ASSISTANT, parts));
        }
      }
      case "" -> throw wrong(at + ".role", "is missing");
      default -> throw wrong(at + ".role", "must be user, system, developer or assistant");
    }
  }

  /** Nothing may stand between calls and their results. */
  private void say(Message message) {
    if (open.isEmpty()) {
      flush();
      messages.add(message);
    } else {
      deferred.add(message);
    }
  }

  private void reasoning(JsonNode item) {
    JsonNode raw = item.path("content");
    List<String> texts = new ArrayList<>();
    (raw.isEmpty() ? item.path("summary") : raw)
        .forEach(part -> texts.add(part.path("text").asString("")));
    String text = String.join("\n\n", texts);
    ReasoningState state = state(item);
    if (!text.isEmpty() || state != null) {
      turn.add(new Part.Reasoning(text, state));
    }
  }

  private static @Nullable ReasoningState state(JsonNode item) {
    String carried = item.path(StateText.MEMBER).asString("");
    return carried.isEmpty() ? null : StateText.read(carried, item.path("id").asString(null));
  }

  private static String text(JsonNode item, String member, String at) {
    JsonNode text = item.path(member);
    if (!text.isString()) {
      throw wrong(at + "." + member, text.isMissingNode() ? "is missing" : "must be a string");
    }
    return text.asString();
  }

  private void call(JsonNode item, String at, String arguments) {
    String id = text(item, "call_id", at);
    String name = text(item, "name", at);
    if (name.isEmpty()) {
      throw wrong(at + ".name", "is missing");
    }
    if (!calls.add(id)) {
      throw wrong(at + ".call_id", "is the id of another call already");
    }
    open.add(id);
    callsByItem.putIfAbsent(item.path("id").asString(""), id);
    String qualified = ToolNames.qualified(item.path("namespace").asString(null), name);
    turn.add(new Part.ToolCall(id, qualified, arguments.isBlank() ? "{}" : arguments, state(item)));
  }

  private void result(JsonNode item, String at) {
    String said = text(item, "call_id", at);
    // some clients answer with the id of the item that the call is in
    String id = calls.contains(said) ? said : callsByItem.getOrDefault(said, said);
    if (!calls.contains(id)) {
      throw wrong(at + ".call_id", "answers no call: there is none with the id '" + id + "'");
    }
    if (!open.remove(id)) {
      throw wrong(at + ".call_id", "has an output already");
    }
    finishTurn();
    List<Part> output = ContentDecoder.parts(item.path("output"), at + ".output");
    messages.add(new Message(Role.TOOL, List.of(new Part.ToolResult(id, null, output, false))));
    if (open.isEmpty()) {
      messages.addAll(deferred);
      deferred.clear();
    }
  }

  private void reference(JsonNode item, String at) {
    String id = item.path("id").asString("");
    JsonNode found = id.isEmpty() ? null : references.apply(id);
    if (found == null || found.path("type").asString("").equals("item_reference")) {
      throw wrong(at + ".id", "refers to no item the gateway still has: '" + id + "'");
    }
    item(found, at);
  }

  /** What belongs to tools a chat has no words for; what they found out in text is kept. */
  private void other(JsonNode item, String type, String at) {
    boolean hosted =
        type.startsWith("mcp_")
            || type.endsWith("_call")
            || type.endsWith("_call_output")
            || type.equals("tool_search_output");
    if (!hosted || type.startsWith("computer_call")) {
      throw wrong(at + ".type", "cannot be '" + type + "' for this model");
    }
    String found = found(item);
    if (found.isEmpty()) {
      fidelity.lose(at, "this model has no tool for an item of the type " + type);
    } else {
      fidelity.change(at, "the result of " + type + " is told as text");
      Part text = new Part.Text("[Result of " + type + "]\n" + found);
      if (open.isEmpty() || !turn.isEmpty()) {
        turn.add(text);
      } else {
        deferred.add(new Message(Role.ASSISTANT, List.of(text)));
      }
    }
  }

  private static String found(JsonNode item) {
    if (item.path("output").isString()) {
      return item.path("output").asString();
    }
    List<String> texts = new ArrayList<>();
    item.path("output").forEach(part -> texts.add(part.path("stdout").asString("")));
    item.path("results").forEach(result -> texts.add(result.path("text").asString("")));
    texts.removeIf(String::isEmpty);
    return String.join("\n", texts);
  }

  private void flush() {
    finishTurn();
    messages.addAll(deferred);
    deferred.clear();
  }

  /** Thinking that led to nothing is of no use to anyone. */
  private void finishTurn() {
    boolean said = turn.stream().anyMatch(part -> !(part instanceof Part.Reasoning));
    if (said) {
      messages.add(new Message(Role.ASSISTANT, turn));
    } else if (!turn.isEmpty()) {
      fidelity.lose("input", "thinking without an answer after it");
    }
    turn.clear();
  }
}
