package io.llmgw.server.responses;

import io.llmgw.model.FinishReason;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes the items of an answer of its events, in the order the model said them; calls may go on
 * side by side. Not thread-safe.
 */
final class Output {
  private final EventSink sink;
  private final ItemIds ids;
  private final ToolNames names;
  private final List<OutputItem> items = new ArrayList<>();
  private final Map<Integer, CallItem> calls = new TreeMap<>();
  private @Nullable MessageItem message;
  private @Nullable ReasoningItem reasoning;
  private FinishReason finish = FinishReason.STOP;
  private @Nullable Usage usage;

  Output(EventSink sink, ItemIds ids, ToolNames names) {
    this.sink = sink;
    this.ids = ids;
    this.names = names;
  }

  /** Adds an event; a response has one choice only. */
  void add(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started _ -> {}
      case StreamEvent.TextDelta text when text.choice() == 0 -> {
        if (!text.text().isEmpty()) {
          message().text(text.text());
        }
      }
      case StreamEvent.RefusalDelta text when text.choice() == 0 -> message().refusal(text.text());
      case StreamEvent.ReasoningDelta text when text.choice() == 0 -> {
        if (!text.text().isEmpty()) {
          reasoning().text(text.text());
        }
      }
      case StreamEvent.ReasoningSealed sealed when sealed.choice() == 0 -> {
        reasoning().seal(sealed.state());
        closeReasoning();
      }
      case StreamEvent.ToolCallStarted call when call.choice() == 0 -> call(call);
      case StreamEvent.ToolCallDelta call when call.choice() == 0 -> more(call);
      case StreamEvent.Cited cited when cited.choice() == 0 ->
          message().cite(cited.url(), cited.title());
      case StreamEvent.Attached attached when attached.choice() == 0 -> attach(attached.media());
      case StreamEvent.Finished finished when finished.choice() == 0 -> finish = finished.reason();
      case StreamEvent.UsageReported reported -> usage = reported.usage();
      case StreamEvent.TextDelta _,
          StreamEvent.RefusalDelta _,
          StreamEvent.ReasoningDelta _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.ToolCallStarted _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.Cited _,
          StreamEvent.Attached _,
          StreamEvent.Finished _ -> {}
    }
  }

  private MessageItem message() {
    closeReasoning();
    MessageItem open = message;
    if (open == null) {
      open = opened(new MessageItem(sink, ids.output("message", items.size()), items.size()));
      message = open;
    }
    return open;
  }

  private ReasoningItem reasoning() {
    closeMessage();
    ReasoningItem open = reasoning;
    if (open == null) {
      open = opened(new ReasoningItem(sink, ids.output("reasoning", items.size()), items.size()));
      reasoning = open;
    }
    return open;
  }

  private void call(StreamEvent.ToolCallStarted call) {
    closeMessage();
    closeReasoning();
    String id = ids.output(CallItem.type(call.name(), names), items.size());
    calls.put(call.index(), opened(new CallItem(sink, id, items.size(), call, names)));
  }

  private void more(StreamEvent.ToolCallDelta call) {
    CallItem open = calls.get(call.index());
    if (open != null) {
      open.arguments(call.arguments());
    }
  }

  private void attach(Part.Media media) {
    closeReasoning();
    if (media.kind() == Part.MediaKind.IMAGE && media.base64() != null) {
      closeMessage();
      String id = ids.output("image_generation_call", items.size());
      opened(new ImageItem(sink, id, items.size(), media)).close(false);
    } else {
      // there is no item for it, but a link leads there
      String url =
          media.url() != null
              ? media.url()
              : "data:" + media.mediaType() + ";base64," + media.base64();
      message().text("[" + (media.name() == null ? "file" : media.name()) + "](" + url + ")");
    }
  }

  private <T extends OutputItem> T opened(T item) {
    items.add(item);
    item.open();
    return item;
  }

  private void closeMessage() {
    if (message != null) {
      message.close(false);
      message = null;
    }
  }

  private void closeReasoning() {
    if (reasoning != null) {
      reasoning.close(false);
      reasoning = null;
    }
  }

  /** Closes what is open; what was said last is incomplete when the answer is. */
  void end() {
    for (int i = 0; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      items.get(i).close(last && incomplete() != null);
    }
  }

  /** Stops where it is, because the answer failed. */
  void abandon() {
    for (OutputItem item : items) {
      if (!item.closed()) {
        item.fill();
        item.node().put("status", "incomplete");
      }
    }
  }

  /** Why the answer is incomplete, in the API's words; null when it is complete. */
  @Nullable String incomplete() {
    return switch (finish) {
      case STOP, TOOL_CALLS -> null;
      case LENGTH -> "max_output_tokens";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  /** The tokens, zeros when nobody counted them: clients want the numbers. */
  Usage usage() {
    return usage == null ? Usage.of(0, 0) : usage;
  }

  /** The items as they are now. */
  ArrayNode items() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(items.size());
    items.forEach(item -> list.add(item.node().deepCopy()));
    return list;
  }
}
