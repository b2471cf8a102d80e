package io.llmgw.gateway;

import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands a stream on and keeps the thinking before each tool call in memory. */
final class RememberingStream implements EventStream {
  private final EventStream stream;
  private final ReasoningMemory memory;
  private final Map<Integer, Thinking> thinking = new HashMap<>(2);

  /** What one choice has thought so far. */
  private static final class Thinking {
    private final List<Part.Reasoning> sealed = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();

    private List<Part.Reasoning> parts() {
      if (open.isEmpty()) {
        return sealed;
      }
      List<Part.Reasoning> parts = new ArrayList<>(sealed);
      parts.add(new Part.Reasoning(open.toString(), null));
      return parts;
    }
  }

  RememberingStream(EventStream stream, ReasoningMemory memory) {
    this.stream = stream;
    this.memory = memory;
  }

  @Override
  public @Nullable StreamEvent next() {
    StreamEvent event = stream.next();
    switch (event) {
      case StreamEvent.ReasoningDelta delta -> of(delta.choice()).open.append(delta.text());
      case StreamEvent.ReasoningSealed sealed -> {
        Thinking thoughts = of(sealed.choice());
        thoughts.sealed.add(new Part.Reasoning(thoughts.open.toString(), sealed.state()));
        thoughts.open.setLength(0);
      }
      case StreamEvent.ToolCallStarted call -> {
        List<Part.Reasoning> parts = of(call.choice()).parts();
        if (!parts.isEmpty() || call.state() != null) {
          memory.keep(call.id(), parts, call.state());
        }
      }
      case null -> {}
      case StreamEvent.Started _,
          StreamEvent.TextDelta _,
          StreamEvent.RefusalDelta _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.Cited _,
          StreamEvent.Attached _,
          StreamEvent.Finished _,
          StreamEvent.UsageReported _ -> {}
    }
    return event;
  }

  private Thinking of(int choice) {
    return thinking.computeIfAbsent(choice, _ -> new Thinking());
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
