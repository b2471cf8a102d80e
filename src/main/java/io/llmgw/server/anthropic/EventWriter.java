package io.llmgw.server.anthropic;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonEdit;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.server.StreamForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical events as the dialect's: one block after the other, each opened, filled and
 * closed. What comes for a later call while an earlier one is open waits for its turn. Lives as
 * long as one stream. Not thread-safe.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">the events</a>
 */
final class EventWriter implements StreamForm.Writer {
  /** What kind of block is open. */
  private enum Open {
    NOTHING,
    TEXT,
    THINKING,
    TOOL
  }

  /** A call whose turn has not come. */
  private static final class Waiting {
    private final StreamEvent.ToolCallStarted start;
    private final List<String> pieces = new ArrayList<>();

    private Waiting(StreamEvent.ToolCallStarted start) {
      this.start = start;
    }
  }

  private final String id;
  private final String model;
  private final long inputTokens;
  private final ToolInput tools = new ToolInput();
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
  private final Queue<String> sources = new ArrayDeque<>();
  private boolean started;
  private Open open = Open.NOTHING;
  private int block = -1;
  private int openCall = -1;
  private boolean openCallIsBare;
  private boolean called;
  private boolean refused;
  private boolean cut;
  private StreamEvent.@Nullable Finished finished;
  private @Nullable Usage usage;

  /**
   * Makes the writer of one stream.
   *
   * @param inputTokens a guess, which clients show until the true count comes at the end
   */
  EventWriter(String id, String model, long inputTokens) {
    this.id = id;
    this.model = model;
    this.inputTokens = inputTokens;
  }

  @Override
  public void write(StreamEvent event, Bytes out) {
    start(out);
    switch (event) {
      case StreamEvent.Started _ -> {}
      case StreamEvent.TextDelta text -> text(text.choice(), text.text(), out);
      case StreamEvent.RefusalDelta text -> {
        refused |= text.choice() == 0;
        text(text.choice(), text.text(), out);
      }
      case StreamEvent.ReasoningDelta text -> {
        if (text.choice() == 0 && !text.text().isEmpty()) {
          open(Open.THINKING, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", out);
          delta("{\"type\":\"thinking_delta\",\"thinking\":" + quoted(text.text()) + "}", out);
        }
      }
      case StreamEvent.ReasoningSealed sealed -> {
        if (sealed.choice() == 0) {
          seal(sealed.state(), out);
        }
      }
      case StreamEvent.ToolCallStarted call -> {
        if (call.choice() == 0) {
          callStarted(call, out);
        }
      }
      case StreamEvent.ToolCallDelta call -> {
        if (call.choice() == 0) {
          arguments(call, out);
        }
      }
      case StreamEvent.Cited cited -> sources.add(cited.url());
      case StreamEvent.Attached attached -> {
        String type = String.valueOf(attached.media().mediaType());
        text(attached.choice(), "[" + type + " that this protocol cannot carry]", out);
      }
      case StreamEvent.Finished end -> finished = end.choice() == 0 ? end : finished;
      case StreamEvent.UsageReported reported -> usage = reported.usage();
    }
  }

  private void start(Bytes out) {
    if (!started) {
      started = true;
      event(
          "message_start",
          ",\"message\":{\"id\":"
              + quoted(id)
              + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
              + quoted(model)
              + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
              + UsageObject.of(Usage.of(inputTokens, 0))
              + "}",
          out);
    }
  }

  private void text(int choice, String text, Bytes out) {
    if (choice == 0 && !text.isEmpty()) {
      open(Open.TEXT, "{\"type\":\"text\",\"text\":\"\"}", out);
      delta("{\"type\":\"text_delta\",\"text\":" + quoted(text) + "}", out);
    }
  }

  private void seal(ReasoningState state, Bytes out) {
    if (!state.format().equals(ReasoningState.ANTHROPIC)) {
      close(out);
      return;
    }
    if (state.data() != null) {
      close(out);
      open(
          Open.THINKING,
          "{\"type\":\"redacted_thinking\",\"data\":" + quoted(state.data()) + "}",
          out);
    } else if (state.signature() != null) {
      open(Open.THINKING, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", out);
      delta("{\"type\":\"signature_delta\",\"signature\":" + quoted(state.signature()) + "}", out);
    }
    close(out);
  }

  private void callStarted(StreamEvent.ToolCallStarted call, Bytes out) {
    called = true;
    if (open == Open.TOOL) {
      waiting.put(call.index(), new Waiting(call));
    } else {
      openCall(call, out);
    }
  }

  private void openCall(StreamEvent.ToolCallStarted call, Bytes out) {
    close(out);
    open(
        Open.TOOL,
        "{\"type\":\"tool_use\",\"id\":"
            + quoted(tools.id(call.id()))
            + ",\"name\":"
            + quoted(call.name())
            + ",\"input\":{}}",
        out);
    openCall = call.index();
    openCallIsBare = true;
  }

  private void arguments(StreamEvent.ToolCallDelta call, Bytes out) {
    if (call.arguments().isEmpty()) {
      return;
    }
    Waiting later = waiting.get(call.index());
    if (later != null) {
      later.pieces.add(call.arguments());
    } else if (call.index() == openCall && open == Open.TOOL) {
      openCallIsBare = false;
      delta(
          "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(call.arguments()) + "}", out);
    }
  }

  /** Opens a block of that kind, unless it is the open one. */
  private void open(Open kind, String content, Bytes out) {
    if (open == kind && kind != Open.TOOL) {
      return;
    }
    finishCalls(out);
    close(out);
    open = kind;
    block++;
    event("content_block_start", ",\"index\":" + block + ",\"content_block\":" + content, out);
  }

  /** Ends the open call and gives those that wait their turn, before something else comes. */
  private void finishCalls(Bytes out) {
    List<Waiting> turns = List.copyOf(waiting.values());
    waiting.clear();
    for (Waiting next : turns) {
      openCall(next.start, out);
      int index = next.start.index();
      next.pieces.forEach(piece -> arguments(new StreamEvent.ToolCallDelta(0, index, piece), out));
    }
  }

  private void close(Bytes out) {
    if (open == Open.NOTHING) {
      return;
    }
    if (open == Open.TOOL && openCallIsBare && !cut) {
      delta("{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}", out);
    }
    open = Open.NOTHING;
    event("content_block_stop", ",\"index\":" + block, out);
  }

  private void delta(String delta, Bytes out) {
    event("content_block_delta", ",\"index\":" + block + ",\"delta\":" + delta, out);
  }

  @Override
  public void end(Bytes out) {
    start(out);
    StreamEvent.Finished last = finished;
    StopReason stop = last == null ? StopReason.END : StopReason.of(last, called, refused);
    cut = stop.reason().equals("max_tokens");
    finishCalls(out);
    sources(out);
    close(out);
    String sequence = stop.sequence() == null ? "null" : quoted(stop.sequence());
    Usage counted = usage == null ? Usage.of(inputTokens, 0) : usage;
    event(
        "message_delta",
        ",\"delta\":{\"stop_reason\":\""
            + stop.reason()
            + "\",\"stop_sequence\":"
            + sequence
            + "},\"usage\":"
            + UsageObject.of(counted),
        out);
    event("message_stop", "", out);
  }

  /** Web sources, which other providers give beside the text and this protocol only within it. */
  private void sources(Bytes out) {
    if (!sources.isEmpty() && !called) {
      text(0, "\n\nSources:\n- " + String.join("\n- ", sources), out);
    }
  }

  private static void event(String type, String members, Bytes out) {
    out.append("event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n");
  }

  private static String quoted(String text) {
    return new String(JsonEdit.quoted(text), StandardCharsets.UTF_8);
  }
}
