package io.llmgw.provider.openai;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.ToolNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request whose tools have other names upstream, and its answer. Not thread-safe. */
final class RenamedTools {
  private final ToolNames names;
  private final ChatRequest original;
  private boolean changed;

  RenamedTools(ToolNames names, ChatRequest original) {
    this.names = names;
    this.original = original;
  }

  /** The request with the names the upstream takes. */
  ChatRequest request(Fidelity fidelity) {
    List<Tool> tools = original.tools().stream().map(tool -> renamed(tool, fidelity)).toList();
    ToolChoice choice =
        original.toolChoice() instanceof ToolChoice.Named named
            ? new ToolChoice.Named(sent(named.name()))
            : original.toolChoice();
    List<Message> messages = original.messages().stream().map(this::renamed).toList();
    return !changed
        ? original
        : new ChatRequest(
            original.model(),
            messages,
            tools,
            choice,
            original.parallelToolCalls(),
            original.format(),
            original.sampling(),
            original.extras());
  }

  private String sent(String name) {
    String sent = names.sent(name);
    changed |= !sent.equals(name);
    return sent;
  }

  private Tool renamed(Tool tool, Fidelity fidelity) {
    String name = sent(tool.name());
    if (name.equals(tool.name())) {
      return tool;
    }
    fidelity.change("tools", "'" + tool.name() + "' is called " + name + " there");
    return new Tool(name, tool.description(), tool.parameters(), tool.strict(), tool.cache());
  }

  private Message renamed(Message message) {
    return message.parts().stream().anyMatch(Part.ToolCall.class::isInstance)
        ? new Message(message.role(), message.parts().stream().map(this::renamed).toList())
        : message;
  }

  private Part renamed(Part part) {
    return part instanceof Part.ToolCall call
        ? new Part.ToolCall(call.id(), sent(call.name()), call.arguments(), call.state())
        : part;
  }

  /** The answer with the names the client knows. */
  EventStream answer(EventStream stream) {
    return changed ? new Answer(stream, names) : stream;
  }

  private record Answer(EventStream stream, ToolNames names) implements EventStream {
    @Override
    public @Nullable StreamEvent next() {
      StreamEvent event = stream.next();
      return event instanceof StreamEvent.ToolCallStarted call
          ? new StreamEvent.ToolCallStarted(
              call.choice(), call.index(), call.id(), names.original(call.name()), call.state())
          : event;
    }

    @Override
    public AnswerHead head() {
      return stream.head();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
