package io.llmgw.provider.anthropic;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.provider.ToolArguments;
import io.llmgw.provider.ToolNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of one request as Anthropic wants them: the system's apart, user and assistant by
 * turns, the user first.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">the Messages API</a>
 */
final class Conversation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_-]");

  /** Stands where something has to be said and nothing was. */
  private static final String PLACEHOLDER = ".";

  private static final String GO_ON = "Go on exactly where your last message ends.";

  private final ToolNames names;
  private final MediaBlocks media;
  private final Fidelity fidelity;
  private final ArrayNode system = JSON.arrayNode();
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  // what a cache point marks
  private @Nullable ObjectNode last;

  Conversation(ToolNames names, MediaBlocks media, Fidelity fidelity) {
    this.names = names;
    this.media = media;
    this.fidelity = fidelity;
  }

  /** Takes the messages in and brings them in order. */
  Conversation read(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      last = null;
      Message message = messages.get(i);
      String at = "messages[" + i + "]";
      switch (message.role()) {
        case SYSTEM -> system(message, at);
        case USER, TOOL -> said(message, at, false);
        case ASSISTANT -> said(message, at, true);
      }
    }
    order();
    return this;
  }

  private void system(Message message, String at) {
    if (!turns.isEmpty()) {
      fidelity.change(at, "moved to the front, where this provider wants the system's words");
    }
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> {
          if (!text.text().isBlank()) {
            last = Turn.text(text.text());
            system.add(last);
          }
        }
        case Part.CachePoint point -> mark(point);
        case Part.Media _, Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Refusal _ ->
            throw wrong(at, "a system message can only hold text for this model");
      }
    }
  }

  private void said(Message message, String at, boolean assistant) {
    int position = 0;
    for (Part part : message.parts()) {
      String field = at + ".content[" + position++ + "]";
      switch (part) {
        case Part.Text text -> text(text.text(), assistant);
        case Part.Refusal refusal -> text(refusal.text(), assistant);
        case Part.Media file -> media(file, field, assistant);
        case Part.Reasoning thought -> reasoning(thought, field);
        case Part.ToolCall call -> call(call, field);
        case Part.ToolResult result -> result(result, at);
        case Part.CachePoint point -> mark(point);
      }
    }
  }

  private Turn turn(boolean assistant) {
    if (turns.isEmpty() || turns.getLast().assistant != assistant) {
      turns.add(new Turn(assistant));
    }
    return turns.getLast();
  }

  private void say(ObjectNode block, boolean assistant) {
    last = block;
    turn(assistant).said.add(block);
  }

  /** Text without anything to read is refused, wherever it stands. */
  private void text(String text, boolean assistant) {
    if (!text.isBlank()) {
      say(Turn.text(text), assistant);
    }
  }

  private void media(Part.Media file, String field, boolean assistant) {
    if (assistant) {
      fidelity.lose(field, "an assistant's message can hold no files for this provider");
    } else {
      say(media.block(file, field), false);
    }
  }

  /** Only thinking that Anthropic signed may be sent back to it. */
  private void reasoning(Part.Reasoning thought, String field) {
    ReasoningState state = thought.state();
    if (state != null && !state.format().equals(ReasoningState.ANTHROPIC)) {
      state = null;
    }
    String data = state == null ? null : state.data();
    String signature = state == null ? null : state.signature();
    if (data != null && !data.isEmpty()) {
      say(JSON.objectNode().put("type", "redacted_thinking").put("data", data), true);
    } else if (signature != null && !signature.isEmpty()) {
      say(
          JSON.objectNode()
              .put("type", "thinking")
              .put("thinking", thought.text())
              .put("signature", signature),
          true);
    } else {
      fidelity.lose(field, "thinking without a signature of this provider");
    }
  }

  private void call(Part.ToolCall call, String field) {
    ObjectNode block = JSON.objectNode().put("type", "tool_use");
    String id = freshId(call.id());
    block.put("id", id).put("name", names.sent(call.name()));
    block.set("input", ToolArguments.object(call.arguments(), field, fidelity));
    turn(true).calls.add(new Turn.Call(call.id(), id, block));
    last = block;
  }

  /** An id in the characters that are taken, and not taken yet in this request. */
  private String freshId(String original) {
    String plain = OTHER.matcher(original).replaceAll("_");
    String base = plain.isEmpty() ? "call" : plain;
    String id = base;
    for (int i = 2; !ids.add(id); i++) {
      id = base + "_" + i;
    }
    return id;
  }

  private void result(Part.ToolResult result, String at) {
    ObjectNode block = JSON.objectNode().put("type", "tool_result");
    ArrayNode content = JSON.arrayNode();
    boolean textOnly = true;
    last = null;
    for (Part part : result.content()) {
      switch (part) {
        case Part.Text text -> add(content, text.text());
        case Part.Refusal refusal -> add(content, refusal.text());
        case Part.Media file -> {
          textOnly = false;
          last = media.block(file, at);
          content.add(last);
        }
        case Part.CachePoint point -> mark(point);
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _ ->
            throw wrong(at, "a tool result can only hold text, images and documents");
      }
    }
    if (!content.isEmpty()) {
      block.set("content", content);
    }
    // an error may say something, but not show it
    if (result.failed() && textOnly) {
      block.put("is_error", true);
    }
    turn(false).results.add(new Turn.Result(result.callId(), block, at));
    last = block;
  }

  private void add(ArrayNode content, String text) {
    if (!text.isBlank()) {
      last = Turn.text(text);
      content.add(last);
    }
  }

  private void mark(Part.CachePoint point) {
    if (last != null && !Turn.isThinking(last)) {
      CacheMarks.mark(last, point);
    }
  }

  private void order() {
    Pairing pairing = new Pairing(fidelity);
    List<Turn.Call> open = List.of();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (turn.assistant) {
        open = turn.calls;
        boolean unanswered = i + 1 == turns.size() && !open.isEmpty();
        if (unanswered) {
          turns.add(new Turn(false));
        }
      } else {
        pairing.settle(open, turn);
        open = List.of();
      }
    }
    turns.removeIf(Turn::isEmpty);
    for (int i = turns.size() - 1; i > 0; i--) {
      if (turns.get(i).assistant == turns.get(i - 1).assistant) {
        turns.get(i - 1).add(turns.remove(i));
      }
    }
    if (turns.isEmpty() || turns.getFirst().assistant) {
      Turn first = new Turn(false);
      first.said.add(Turn.text(PLACEHOLDER));
      turns.addFirst(first);
      fidelity.fill("messages", "a conversation begins with the user");
    }
  }

  /** Whether the assistant has the last word, for the model to go on from there. */
  boolean hasPrefill() {
    return turns.getLast().assistant;
  }

  /** Asks for it in words, of a model that cannot do that by itself. */
  void askToGoOn() {
    turns.getLast().trimEnd();
    if (turns.getLast().isEmpty()) {
      turns.removeLast();
      return;
    }
    Turn asked = new Turn(false);
    asked.said.add(Turn.text(GO_ON));
    turns.add(asked);
  }

  /** Whether the last turn answers calls that were not preceded by signed thinking. */
  boolean answersUnsignedCalls() {
    return turns.size() > 1
        && !turns.get(turns.size() - 2).calls.isEmpty()
        && !turns.get(turns.size() - 2).startsWithThinking();
  }

  /** Whether there is a tool call in the history. */
  boolean hasCalls() {
    return turns.stream().anyMatch(turn -> !turn.calls.isEmpty());
  }

  ArrayNode system() {
    return system;
  }

  ArrayNode messages() {
    if (hasPrefill()) {
      turns.getLast().trimEnd();
      if (turns.getLast().isEmpty()) {
        turns.removeLast();
      }
    }
    ArrayNode messages = JSON.arrayNode();
    for (Turn turn : turns) {
      String role = turn.assistant ? "assistant" : "user";
      ArrayNode content = messages.addObject().put("role", role).putArray("content");
      turn.said.forEach(content::add);
      turn.calls.forEach(call -> content.add(call.block()));
    }
    return messages;
  }

  private static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "': " + what + ".", ErrorDetail.ofParam(field));
  }
}
