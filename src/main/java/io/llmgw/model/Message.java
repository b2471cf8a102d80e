package io.llmgw.model;

import java.util.List;
import java.util.stream.Collectors;

/** One turn of a conversation: a role and its parts in order. */
public record Message(Role role, List<Part> parts) {
  public Message {
    parts = List.copyOf(parts);
  }

  public static Message text(Role role, String text) {
    return new Message(role, List.of(new Part.Text(text)));
  }

  /** All text parts joined, without anything else. */
  public String text() {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }
}
