package io.llmgw.server.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.EventStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes one whole answer of the events of a stream. */
final class Fold {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean legacy;
  private final Map<Integer, Choice> choices = new TreeMap<>();
  private String id;
  private long created;
  private @Nullable String usage;

  private static final class Choice {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ArrayNode annotations = JSON.arrayNode();
    private final ArrayNode details = JSON.arrayNode();
    private final ArrayNode images = JSON.arrayNode();
    private final Map<Integer, ObjectNode> calls = new TreeMap<>();
    private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
    // how much of the reasoning has its state in details
    private int sealed;
    private String finish = "stop";
  }

  private Fold(String id, long now, boolean legacy) {
    this.id = id;
    this.created = now;
    this.legacy = legacy;
  }

  /** Reads the stream to its end; the parameters are those of {@link EventEncoder}. */
  static byte[] whole(EventStream stream, String id, String model, long now, boolean legacy) {
    Fold fold = new Fold(id, now, legacy);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      fold.add(event);
    }
    return fold.withUsage(Json.MAPPER.writeValueAsBytes(fold.answer(model)));
  }

  /** The usage is JSON already, and reading it would only be to write it again. */
  private byte[] withUsage(byte[] answer) {
    if (usage == null) {
      return answer;
    }
    return new Bytes(answer.length + usage.length() + 16)
        .append(answer, 0, answer.length - 1)
        .append(",\"usage\":")
        .append(usage)
        .append("}")
        .toByteArray();
  }

  private Choice choice(int index) {
    return choices.computeIfAbsent(index, _ -> new Choice());
  }

  private void add(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started started -> {
        id = started.id() == null ? id : started.id();
        created = started.created() == 0 ? created : started.created();
      }
      case StreamEvent.TextDelta text -> choice(text.choice()).text.append(text.text());
      case StreamEvent.ReasoningDelta text -> choice(text.choice()).reasoning.append(text.text());
      case StreamEvent.ReasoningSealed sealed -> seal(choice(sealed.choice()), sealed.state());
      case StreamEvent.Attached attached ->
          choice(attached.choice()).images.add(Images.node(attached.media()));
      case StreamEvent.RefusalDelta text -> choice(text.choice()).refusal.append(text.text());
      case StreamEvent.ToolCallStarted call -> open(choice(call.choice()), call);
      case StreamEvent.ToolCallDelta call ->
          choice(call.choice())
              .arguments
              .computeIfAbsent(call.index(), _ -> new StringBuilder())
              .append(call.arguments());
      case StreamEvent.Cited cited -> cite(choice(cited.choice()), cited);
      case StreamEvent.Finished finished ->
          choice(finished.choice()).finish = EventEncoder.reason(finished.reason(), legacy);
      case StreamEvent.UsageReported reported -> usage = EventEncoder.usage(reported.usage());
    }
  }

  private static void seal(Choice choice, ReasoningState state) {
    String thought = choice.reasoning.substring(choice.sealed);
    choice.sealed = choice.reasoning.length();
    choice.details.add(ReasoningDetails.node(thought, state));
  }

  private static void open(Choice choice, StreamEvent.ToolCallStarted call) {
    ObjectNode node = JSON.objectNode().put("id", call.id()).put("type", "function");
    node.putObject("function").put("name", call.name());
    ObjectNode extra = ReasoningDetails.ofCall(call.state());
    if (extra != null) {
      node.set("extra_content", extra);
    }
    choice.calls.put(call.index(), node);
  }

  private static void cite(Choice choice, StreamEvent.Cited cited) {
    choice
        .annotations
        .addObject()
        .put("type", "url_citation")
        .putObject("url_citation")
        .put("url", cited.url())
        .put("title", cited.title() == null ? cited.url() : cited.title());
  }

  private ObjectNode answer(String model) {
    ObjectNode answer = JSON.objectNode();
    answer.put("id", id).put("object", legacy ? "text_completion" : "chat.completion");
    answer.put("created", created).put("model", model);
    ArrayNode list = answer.putArray("choices");
    choices.forEach((index, choice) -> {
      ObjectNode node = list.addObject().put("index", index);
      if (legacy) {
        node.put("text", choice.text.toString() + choice.refusal);
      } else {
        message(node.putObject("message"), choice);
      }
      node.putNull("logprobs").put("finish_reason", choice.finish);
    });
    return answer;
  }

  private static void message(ObjectNode message, Choice choice) {
    message.put("role", "assistant");
    boolean silent = choice.text.isEmpty() && !choice.calls.isEmpty();
    message.put("content", silent ? null : choice.text.toString());
    if (!choice.reasoning.isEmpty()) {
      message.put("reasoning_content", choice.reasoning.toString());
    }
    if (!choice.details.isEmpty()) {
      message.set("reasoning_details", choice.details);
    }
    if (!choice.images.isEmpty()) {
      message.set("images", choice.images);
    }
    message.put("refusal", choice.refusal.isEmpty() ? null : choice.refusal.toString());
    if (!choice.annotations.isEmpty()) {
      message.set("annotations", choice.annotations);
    }
    choice.calls.forEach((index, call) -> {
      StringBuilder arguments = choice.arguments.getOrDefault(index, new StringBuilder());
      ((ObjectNode) call.get("function"))
          .put("arguments", arguments.isEmpty() ? "{}" : arguments.toString());
      message.withArray("tool_calls").add(call);
    });
  }
}
