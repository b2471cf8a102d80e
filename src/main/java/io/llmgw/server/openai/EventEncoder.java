package io.llmgw.server.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonEdit;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes canonical events as chunks of a chat or legacy completion stream. Lives as long as one
 * stream. Not thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">the chunk object</a>
 */
final class EventEncoder {
  /**
   * Characters of one chunk's text. Some clients drop a line of 128 KiB; this stays below even if
   * each character is written as an escape.
   */
  private static final int PIECE = 16_000;

  private final String id;
  private final String model;
  private final long now;
  private final boolean legacy;
  private final boolean usageWanted;
  private final Set<Integer> opened = new HashSet<>();
  // calls that have no arguments yet, by choice
  private final Map<Integer, Set<Integer>> bare = new HashMap<>();
  // text of the thought that is not sealed yet, by choice
  private final Map<Integer, StringBuilder> thoughts = new HashMap<>();
  private byte[] front;

  /**
   * Makes the encoder of one stream.
   *
   * @param id the answer's id, unless the upstream has one
   * @param now epoch seconds, unless the upstream has a time
   * @param legacy chunks of {@code /completions} instead of {@code /chat/completions}
   */
  EventEncoder(String id, String model, long now, boolean legacy, boolean usageWanted) {
    this.id = id;
    this.model = model;
    this.now = now;
    this.legacy = legacy;
    this.usageWanted = usageWanted;
    this.front = front(id, now);
  }

  void encode(StreamEvent event, Bytes out) {
    switch (event) {
      case StreamEvent.Started started ->
          front =
              front(
                  started.id() == null ? id : started.id(),
                  started.created() == 0 ? now : started.created());
      case StreamEvent.TextDelta text -> {
        for (String piece : pieces(text.text())) {
          if (legacy) {
            legacyChunk(out, text.choice(), piece, null);
          } else {
            delta(out, text.choice(), "\"content\":" + quoted(piece));
          }
        }
      }
      case StreamEvent.ReasoningDelta reasoning -> {
        thoughts
            .computeIfAbsent(reasoning.choice(), _ -> new StringBuilder())
            .append(reasoning.text());
        pieces(reasoning.text())
            .forEach(
                piece -> delta(out, reasoning.choice(), "\"reasoning_content\":" + quoted(piece)));
      }
      case StreamEvent.ReasoningSealed sealed ->
          delta(
              out,
              sealed.choice(),
              "\"reasoning_details\":["
                  + ReasoningDetails.node(thought(sealed.choice()), sealed.state())
                  + "]");
      case StreamEvent.Attached attached ->
          delta(out, attached.choice(), "\"images\":[" + Images.node(attached.media()) + "]");
      case StreamEvent.RefusalDelta refusal -> {
        if (legacy) {
          legacyChunk(out, refusal.choice(), refusal.text(), null);
        } else {
          delta(out, refusal.choice(), "\"refusal\":" + quoted(refusal.text()));
        }
      }
      case StreamEvent.ToolCallStarted call -> {
        bare.computeIfAbsent(call.choice(), _ -> new TreeSet<>()).add(call.index());
        delta(out, call.choice(), opening(call));
      }
      case StreamEvent.ToolCallDelta call -> {
        if (!call.arguments().isEmpty()) {
          bare.getOrDefault(call.choice(), new TreeSet<>()).remove(call.index());
        }
        pieces(call.arguments())
            .forEach(piece -> delta(out, call.choice(), more(call.index(), piece)));
      }
      case StreamEvent.Cited cited -> delta(out, cited.choice(), citation(cited));
      case StreamEvent.Finished finished -> finish(out, finished);
      case StreamEvent.UsageReported reported -> usage(out, reported.usage());
    }
  }

  private String thought(int choice) {
    StringBuilder text = thoughts.remove(choice);
    return text == null ? "" : text.toString();
  }

  private static List<String> pieces(String text) {
    if (text.length() <= PIECE) {
      return List.of(text);
    }
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (text.length() - from > PIECE) {
      int to = from + PIECE;
      to -= Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
      pieces.add(text.substring(from, to));
      from = to;
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /** Ends the stream. */
  static void done(Bytes out) {
    out.append("data: [DONE]\n\n");
  }

  private byte[] front(String answerId, long created) {
    String object = legacy ? "text_completion" : "chat.completion.chunk";
    return ("data: {\"id\":"
            + quoted(answerId)
            + ",\"object\":\""
            + object
            + "\",\"created\":"
            + created
            + ",\"model\":"
            + quoted(model)
            + ",\"choices\":[")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void delta(Bytes out, int choice, String members) {
    if (legacy) {
      return;
    }
    String role = opened.add(choice) ? "\"role\":\"assistant\"," : "";
    chunk(out, choice, role + members, "null");
  }

  private void chunk(Bytes out, int choice, String delta, String finish) {
    out.append(front);
    out.append(
        "{\"index\":"
            + choice
            + ",\"delta\":{"
            + delta
            + "},\"logprobs\":null,\"finish_reason\":"
            + finish);
    out.append("}]}\n\n");
  }

  private void legacyChunk(Bytes out, int choice, String text, @Nullable String finish) {
    out.append(front);
    out.append(
        "{\"index\":"
            + choice
            + ",\"text\":"
            + quoted(text)
            + ",\"logprobs\":null,\"finish_reason\":");
    out.append((finish == null ? "null" : quoted(finish)) + "}]}\n\n");
  }

  private void finish(Bytes out, StreamEvent.Finished finished) {
    String reason = reason(finished.reason(), legacy);
    if (legacy) {
      legacyChunk(out, finished.choice(), "", reason);
    } else {
      if (finished.reason() != FinishReason.LENGTH) {
        // no arguments are an empty object to every client
        bare.getOrDefault(finished.choice(), Set.of())
            .forEach(index -> delta(out, finished.choice(), more(index, "{}")));
      }
      String role = opened.add(finished.choice()) ? "\"role\":\"assistant\",\"content\":\"\"" : "";
      chunk(out, finished.choice(), role, quoted(reason));
    }
  }

  private void usage(Bytes out, Usage usage) {
    if (usageWanted) {
      out.append(front);
      out.append("],\"usage\":" + usage(usage) + "}\n\n");
    }
  }

  private static String opening(StreamEvent.ToolCallStarted call) {
    ObjectNode extra = ReasoningDetails.ofCall(call.state());
    return "\"tool_calls\":[{\"index\":"
        + call.index()
        + ",\"id\":"
        + quoted(call.id())
        + ",\"type\":\"function\",\"function\":{\"name\":"
        + quoted(call.name())
        + ",\"arguments\":\"\"}"
        + (extra == null ? "" : ",\"extra_content\":" + extra)
        + "}]";
  }

  private static String more(int index, String arguments) {
    return "\"tool_calls\":[{\"index\":"
        + index
        + ",\"function\":{\"arguments\":"
        + quoted(arguments)
        + "}}]";
  }

  private static String citation(StreamEvent.Cited cited) {
    String title = cited.title() == null ? cited.url() : cited.title();
    return "\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":"
        + quoted(cited.url())
        + ",\"title\":"
        + quoted(title)
        + "}}]";
  }

  /** The dialect's word; the legacy endpoint knows no tools. */
  static String reason(FinishReason reason, boolean legacy) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> legacy ? "stop" : "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  /**
   * The usage object as JSON text; tokens written to a cache by OpenRouter's and LiteLLM's names.
   */
  static String usage(Usage usage) {
    long written = usage.cacheWriteTokens();
    return "{\"prompt_tokens\":"
        + usage.inputTokens()
        + ",\"completion_tokens\":"
        + usage.outputTokens()
        + ",\"total_tokens\":"
        + usage.totalTokens()
        + ",\"prompt_tokens_details\":{\"cached_tokens\":"
        + usage.cachedTokens()
        + (written > 0 ? ",\"cache_write_tokens\":" + written : "")
        + "},\"completion_tokens_details\":{\"reasoning_tokens\":"
        + usage.reasoningTokens()
        + "}"
        + (written > 0 ? ",\"cache_creation_input_tokens\":" + written : "")
        + "}";
  }

  private static String quoted(String text) {
    return new String(JsonEdit.quoted(text), StandardCharsets.UTF_8);
  }
}
