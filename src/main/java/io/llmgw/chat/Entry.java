package io.llmgw.chat;

import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One message in the tree of a conversation.
 *
 * @param parent the entry it follows; null for a first one
 * @param role {@code USER}, {@code ASSISTANT}, or {@code SYSTEM} for a summary of all before it
 * @param outcome how an answer came about; null for what the user said
 */
public record Entry(
    String id,
    @Nullable String parent,
    Role role,
    List<Part> parts,
    Instant at,
    @Nullable Outcome outcome) {
  public Entry {
    parts = List.copyOf(parts);
  }

  /** A question, or a summary. */
  public static Entry said(@Nullable String parent, Role role, List<Part> parts) {
    return new Entry(Ids.next(), parent, role, parts, Instant.now(), null);
  }

  /** The same in another place of the tree. */
  Entry after(@Nullable String other) {
    return new Entry(id, other, role, parts, at, outcome);
  }

  /** All text, refusals included, without thinking. */
  public String text() {
    return parts.stream()
        .map(part ->
            switch (part) {
              case Part.Text text -> text.text();
              case Part.Refusal refusal -> refusal.text();
              case Part.Media _,
                  Part.Reasoning _,
                  Part.ToolCall _,
                  Part.ToolResult _,
                  Part.CachePoint _ ->
                  "";
            })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(role == Role.USER ? "\n\n" : ""));
  }

  /** The first text alone: what the user typed, without the files that came with it. */
  public String typed() {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .findFirst()
        .orElse("");
  }

  /** What the model thought. */
  public String reasoning() {
    return parts.stream()
        .filter(Part.Reasoning.class::isInstance)
        .map(part -> ((Part.Reasoning) part).text())
        .collect(Collectors.joining());
  }

  public Message message() {
    return new Message(role, parts);
  }
}
