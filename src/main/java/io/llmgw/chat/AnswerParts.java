package io.llmgw.chat;

import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the events of an answer into the parts of a message, in the order they were said. */
final class AnswerParts {
  private final List<Part> done = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private Kind kind = Kind.TEXT;
  private @Nullable ToolCall call;

  private enum Kind {
    TEXT,
    REASONING,
    REFUSAL
  }

  /** A call whose arguments are still coming. */
  private record ToolCall(
      String id, String name, @Nullable ReasoningState state, StringBuilder arguments) {}

  void add(StreamEvent event) {
    switch (event) {
      case StreamEvent.TextDelta delta -> more(Kind.TEXT, delta.text());
      case StreamEvent.ReasoningDelta delta -> more(Kind.REASONING, delta.text());
      case StreamEvent.RefusalDelta delta -> more(Kind.REFUSAL, delta.text());
      case StreamEvent.ReasoningSealed sealed -> seal(sealed.state());
      case StreamEvent.ToolCallStarted started -> {
        close();
        call = new ToolCall(started.id(), started.name(), started.state(), new StringBuilder());
      }
      case StreamEvent.ToolCallDelta delta -> {
        if (call != null) {
          call.arguments().append(delta.arguments());
        }
      }
      case StreamEvent.Attached attached -> {
        close();
        done.add(attached.media());
      }
      case StreamEvent.Cited _,
          StreamEvent.Started _,
          StreamEvent.Finished _,
          StreamEvent.UsageReported _ -> {}
    }
  }

  private void more(Kind wanted, String text) {
    if (wanted != kind || call != null) {
      close();
      kind = wanted;
    }
    open.append(text);
  }

  private void seal(ReasoningState state) {
    String thought = kind == Kind.REASONING && call == null ? open.toString() : "";
    if (!thought.isEmpty()) {
      open.setLength(0);
    } else {
      close();
    }
    done.add(new Part.Reasoning(thought, state));
  }

  private void close() {
    Part last = unfinished();
    if (last != null) {
      done.add(last);
    }
    open.setLength(0);
    call = null;
  }

  private @Nullable Part unfinished() {
    ToolCall calling = call;
    if (calling != null) {
      return new Part.ToolCall(
          calling.id(), calling.name(), calling.arguments().toString(), calling.state());
    }
    if (open.isEmpty()) {
      return null;
    }
    String text = open.toString();
    return switch (kind) {
      case TEXT -> new Part.Text(text);
      case REASONING -> new Part.Reasoning(text, null);
      case REFUSAL -> new Part.Refusal(text);
    };
  }

  /** How many tokens that may be. */
  long tokens() {
    long tokens = 0;
    for (Part part : list()) {
      tokens +=
          switch (part) {
            case Part.Text text -> TokenEstimate.text(text.text());
            case Part.Reasoning thought -> TokenEstimate.text(thought.text());
            case Part.Refusal refusal -> TokenEstimate.text(refusal.text());
            case Part.ToolCall made -> TokenEstimate.text(made.name() + made.arguments());
            case Part.Media _, Part.ToolResult _, Part.CachePoint _ -> 0;
          };
    }
    return tokens;
  }

  /** All parts so far, the last one perhaps unfinished. */
  List<Part> list() {
    List<Part> all = new ArrayList<>(done);
    Part last = unfinished();
    if (last != null) {
      all.add(last);
    }
    return List.copyOf(all);
  }
}
