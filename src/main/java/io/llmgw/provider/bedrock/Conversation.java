package io.llmgw.provider.bedrock;

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
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of one request as Converse wants them: the system's apart, user and assistant by
 * turns, the user first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html">messages</a>
 */
final class Conversation {
  /** The state of thinking of which only Bedrock knows how to go on. */
  static final String STATE = "amazon-bedrock-v1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Profile profile;
  private final ToolNames names;
  private final MediaBlocks media;
  private final CachePoints cache;
  private final Fidelity fidelity;
  private final boolean callsAsText;
  private final CallIds ids;
  private final List<Block> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  // what a cache point marks
  private @Nullable Block last;

  /**
   * Starts without a message.
   *
   * @param callsAsText whether calls and results are told in words, since blocks of them need tools
   */
  Conversation(
      Profile profile,
      ToolNames names,
      MediaBlocks media,
      CachePoints cache,
      Fidelity fidelity,
      boolean callsAsText) {
    this.profile = profile;
    this.names = names;
    this.media = media;
    this.cache = cache;
    this.fidelity = fidelity;
    this.callsAsText = callsAsText;
    this.ids = new CallIds(profile.traits().shortIds());
  }

  /** Takes the messages in and brings them in order. */
  void read(List<Message> messages) {
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
  }

  /** What the system says besides. */
  void instruct(String text) {
    system.add(Block.text(text));
  }

  private void system(Message message, String at) {
    if (!turns.isEmpty()) {
      fidelity.change(at, "moved to the front, where this provider wants the system's words");
    }
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> {
          if (!text.text().isBlank()) {
            last = Block.text(text.text());
            system.add(last);
          }
        }
        case Part.CachePoint point -> mark(point);
        case Part.Media _, Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Refusal _ ->
            throw wrong(at, "a system message can only hold text for this provider");
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

  private void say(Block block, boolean assistant) {
    last = block;
    turn(assistant).said.add(block);
  }

  /** Text without anything to read is refused, wherever it stands. */
  private void text(String text, boolean assistant) {
    if (!text.isBlank()) {
      say(Block.text(text), assistant);
    }
  }

  private void media(Part.Media file, String field, boolean assistant) {
    if (assistant) {
      fidelity.lose(field, "an assistant's message can hold no files for this provider");
    } else {
      say(media.block(file, field), false);
    }
  }

  /** Only thinking that this kind of model has signed may be sent back to it. */
  private void reasoning(Part.Reasoning thought, String field) {
    ReasoningState state = thought.state();
    String format = state == null ? "" : state.format();
    String data = state == null ? null : state.data();
    String signature = state == null ? null : state.signature();
    boolean own = format.equals(profile.traits().claude() ? ReasoningState.ANTHROPIC : STATE);
    ObjectNode node = JSON.objectNode();
    if (own && data != null && !data.isEmpty()) {
      node.putObject("reasoningContent").put("redactedContent", data);
      say(new Block(node), true);
    } else if (own && signature != null && !signature.isEmpty()) {
      node.putObject("reasoningContent")
          .putObject("reasoningText")
          .put("text", thought.text())
          .put("signature", signature);
      say(new Block(node), true);
    } else {
      fidelity.lose(field, "thinking without a signature of this provider");
    }
  }

  private void call(Part.ToolCall call, String field) {
    if (callsAsText) {
      text("(Called the tool " + call.name() + " with " + call.arguments() + ")", true);
      fidelity.change(field, "sent as text, since no tool may be called now");
      return;
    }
    ObjectNode node = JSON.objectNode();
    String id = ids.fresh(call.id());
    ObjectNode use = node.putObject("toolUse").put("toolUseId", id);
    use.put("name", names.sent(call.name()));
    use.set("input", ToolArguments.object(call.arguments(), field, fidelity));
    last = new Block(node);
    turn(true).calls.add(new Turn.Call(call.id(), id, last));
  }

  private void result(Part.ToolResult result, String at) {
    boolean rich = profile.traits().mediaInResults() && !callsAsText;
    List<Block> content = new ArrayList<>();
    List<Block> files = new ArrayList<>();
    Part.CachePoint point = null;
    for (Part part : result.content()) {
      switch (part) {
        case Part.Text text -> add(content, text.text());
        case Part.Refusal refusal -> add(content, refusal.text());
        case Part.Media file -> (rich ? content : files).add(media.block(file, at));
        case Part.CachePoint mark -> point = mark;
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _ ->
            throw wrong(at, "a tool result can only hold text, images and documents");
      }
    }
    if (!files.isEmpty() && !callsAsText) {
      fidelity.change(at, "its files are sent beside the tool's result, which holds text only");
    }
    if (result.failed() && !rich) {
      content.addFirst(Block.text("Error:"));
      fidelity.change(at, "that the tool failed is said in its result's text");
    }
    if (callsAsText) {
      say(Block.text("(The tool's result)"), false);
      turn(false).said.addAll(content);
      turn(false).said.addAll(files);
      fidelity.change(at, "sent as text, since no tool may be called now");
    } else {
      settle(result, content, files, at, rich);
    }
    if (point != null) {
      mark(point);
    }
  }

  private void settle(
      Part.ToolResult result, List<Block> content, List<Block> files, String at, boolean rich) {
    if (content.isEmpty()) {
      // nothing at all is refused
      content.add(Block.text(Turn.PLACEHOLDER));
    }
    ObjectNode node = JSON.objectNode();
    ObjectNode whole = node.putObject("toolResult");
    ArrayNode blocks = whole.putArray("content");
    content.forEach(block -> blocks.add(block.node));
    if (result.failed() && rich) {
      whole.put("status", "error");
    }
    last = new Block(node);
    turn(false).results.add(new Turn.Result(result.callId(), last, files, at));
  }

  private static void add(List<Block> content, String text) {
    if (!text.isBlank()) {
      content.add(Block.text(text));
    }
  }

  private void mark(Part.CachePoint point) {
    if (last != null && !last.isThinking()) {
      last.mark = cache.block(point);
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
  }

  /** Whether the assistant has the last word, for the model to go on from there. */
  boolean hasPrefill() {
    return !turns.isEmpty() && turns.getLast().assistant;
  }

  /** Asks for it in words, of a model that cannot do that by itself. */
  void askToGoOn() {
    turns.getLast().trimEnd();
    if (turns.getLast().isEmpty()) {
      turns.removeLast();
      return;
    }
    Turn asked = new Turn(false);
    asked.said.add(Block.text(Turn.GO_ON));
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

  void write(ObjectNode body) {
    begin();
    if (!system.isEmpty()) {
      ArrayNode blocks = body.putArray("system");
      system.forEach(block -> block.write(blocks));
    }
    if (hasPrefill()) {
      turns.getLast().trimEnd();
      if (turns.getLast().isEmpty()) {
        turns.removeLast();
      }
    }
    ArrayNode messages = body.putArray("messages");
    turns.forEach(turn -> turn.write(messages));
  }

  /** Without a system's place its words are the user's; and it is the user who begins. */
  private void begin() {
    boolean told = !profile.traits().system() && !system.isEmpty();
    if (turns.isEmpty() || turns.getFirst().assistant) {
      turns.addFirst(new Turn(false));
      if (!told) {
        turns.getFirst().said.add(Block.text(Turn.PLACEHOLDER));
        fidelity.fill("messages", "a conversation begins with the user");
      }
    }
    if (told) {
      turns.getFirst().said.addAll(0, system);
      system.clear();
      fidelity.change("messages", "the system's words are sent as the user's");
    }
  }

  private static GatewayException wrong(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "': " + what + ".", ErrorDetail.ofParam(field));
  }
}
