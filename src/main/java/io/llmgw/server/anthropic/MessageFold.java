package io.llmgw.server.anthropic;

import io.llmgw.json.Json;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.EventStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one whole message of the events of a stream.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">the message object</a>
 */
final class MessageFold {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ArrayNode content = JSON.arrayNode();
  private final ToolInput tools = new ToolInput();
  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private final List<String> sources = new ArrayList<>();
  private @Nullable ObjectNode block;
  private StringBuilder text = new StringBuilder();
  private boolean refused;
  private StopReason stop = StopReason.END;
  private Usage usage;

  /** A call and what has come of its arguments. */
  private record Call(ObjectNode node, StringBuilder arguments) {}

  private MessageFold(Usage guess) {
    this.usage = guess;
  }

  /**
   * Reads the stream to its end.
   *
   * @param guess the usage, unless the upstream tells it
   */
  static byte[] whole(EventStream stream, String id, String model, Usage guess) {
    MessageFold fold = new MessageFold(guess);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      fold.add(event);
    }
    return Json.MAPPER.writeValueAsBytes(fold.message(id, model));
  }

  private void add(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started _ -> {}
      case StreamEvent.TextDelta delta -> append("text", "text", delta.choice(), delta.text());
      case StreamEvent.RefusalDelta delta -> {
        refused |= delta.choice() == 0;
        append("text", "text", delta.choice(), delta.text());
      }
      case StreamEvent.ReasoningDelta delta ->
          append("thinking", "thinking", delta.choice(), delta.text());
      case StreamEvent.ReasoningSealed sealed -> {
        if (sealed.choice() == 0) {
          seal(sealed.state());
        }
      }
      case StreamEvent.ToolCallStarted call -> {
        if (call.choice() == 0) {
          call(call);
        }
      }
      case StreamEvent.ToolCallDelta call -> {
        Call open = call.choice() == 0 ? calls.get(call.index()) : null;
        if (open != null) {
          open.arguments.append(call.arguments());
        }
      }
      case StreamEvent.Cited cited -> sources.add(cited.url());
      case StreamEvent.Attached attached ->
          append(
              "text",
              "text",
              attached.choice(),
              "[" + attached.media().mediaType() + " that this protocol cannot carry]");
      case StreamEvent.Finished finished -> {
        if (finished.choice() == 0) {
          stop = StopReason.of(finished, !calls.isEmpty(), refused);
        }
      }
      case StreamEvent.UsageReported reported -> usage = reported.usage();
    }
  }

  private void append(String type, String field, int choice, String piece) {
    if (choice != 0 || piece.isEmpty()) {
      return;
    }
    if (block == null || !block.path("type").asString("").equals(type)) {
      close();
      block = content.addObject().put("type", type);
    }
    text.append(piece);
    block.put(field, "");
  }

  private void close() {
    ObjectNode open = block;
    if (open != null && !text.isEmpty()) {
      open.put(open.path("type").asString(""), text.toString());
    }
    text = new StringBuilder();
    block = null;
  }

  private void seal(ReasoningState state) {
    boolean own = state.format().equals(ReasoningState.ANTHROPIC);
    if (own && state.data() != null) {
      close();
      content.addObject().put("type", "redacted_thinking").put("data", state.data());
    } else if (own && state.signature() != null) {
      ObjectNode open = block;
      if (open == null || !open.path("type").asString("").equals("thinking")) {
        close();
        open = content.addObject().put("type", "thinking").put("thinking", "");
        block = open;
      }
      open.put("signature", state.signature());
    }
    close();
  }

  private void call(StreamEvent.ToolCallStarted call) {
    close();
    ObjectNode node = content.addObject().put("type", "tool_use");
    node.put("id", tools.id(call.id())).put("name", call.name());
    calls.put(call.index(), new Call(node, new StringBuilder()));
  }

  private ObjectNode message(String id, String model) {
    if (!sources.isEmpty() && calls.isEmpty()) {
      append("text", "text", 0, "\n\nSources:\n- " + String.join("\n- ", sources));
    }
    close();
    calls
        .values()
        .forEach(call -> call.node.set("input", ToolInput.object(call.arguments.toString())));
    ObjectNode message = JSON.objectNode().put("id", id).put("type", "message");
    message.put("role", "assistant").put("model", model).set("content", content);
    message.put("stop_reason", stop.reason()).put("stop_sequence", stop.sequence());
    message.set("usage", Json.MAPPER.readTree(UsageObject.of(usage)));
    return message;
  }
}
