package io.llmgw.chat;

import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tree of messages and the place in it where the talk goes on. Nothing is ever cut off: undoing
 * moves the head, editing and asking again add siblings. Not thread-safe.
 */
public final class Conversation {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable String head;

  public Conversation() {}

  /**
   * A conversation as it was written down.
   *
   * @param head null for the beginning; must be one of the entries
   */
  public Conversation(Collection<Entry> written, @Nullable String head) {
    written.forEach(entry -> entries.put(entry.id(), entry));
    this.head = head != null && entries.containsKey(head) ? head : null;
  }

  /** Adds the entry, or replaces the one with its id; the head stays where it is. */
  public void add(Entry entry) {
    if (entry.parent() != null && !entries.containsKey(entry.parent())) {
      throw new IllegalArgumentException("no entry " + entry.parent());
    }
    entries.put(entry.id(), entry);
  }

  /** Adds the entry, or replaces the one with its id, and goes on from it. */
  public void put(Entry entry) {
    add(entry);
    head = entry.id();
  }

  /** Takes an entry without followers out; the head moves to its parent when it was the head. */
  public void remove(String id) {
    Entry gone = entries.get(id);
    if (gone == null || entries.values().stream().anyMatch(e -> id.equals(e.parent()))) {
      return;
    }
    entries.remove(id);
    if (id.equals(head)) {
      head = gone.parent();
    }
  }

  public @Nullable String head() {
    return head;
  }

  /** Goes on from another entry; null for the beginning. */
  public void moveTo(@Nullable String id) {
    if (id != null && !entries.containsKey(id)) {
      throw new IllegalArgumentException("no entry " + id);
    }
    head = id;
  }

  public @Nullable Entry entry(@Nullable String id) {
    return id == null ? null : entries.get(id);
  }

  /** All entries, parents before their followers. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** From the beginning to the head. */
  public List<Entry> path() {
    List<Entry> path = new ArrayList<>();
    for (Entry entry = entry(head); entry != null; entry = entry(entry.parent())) {
      path.addFirst(entry);
    }
    return path;
  }

  /** The path from the last summary on, which is all a model is sent. */
  public List<Entry> context() {
    List<Entry> path = path();
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i).role() == Role.SYSTEM) {
        return path.subList(i, path.size());
      }
    }
    return path;
  }

  /** What the user said on the path, the first one first. */
  public List<Entry> questions() {
    return path().stream().filter(entry -> entry.role() == Role.USER).toList();
  }

  /** The last answer on the path; null when there is none. */
  public @Nullable Entry lastAnswer() {
    return path().reversed().stream()
        .filter(entry -> entry.role() == Role.ASSISTANT)
        .findFirst()
        .orElse(null);
  }

  /** The entries that follow this one; those of the beginning for null. */
  public List<Entry> followers(@Nullable String id) {
    return entries.values().stream()
        .filter(entry -> id == null ? entry.parent() == null : id.equals(entry.parent()))
        .toList();
  }

  /**
   * Goes back before the last questions.
   *
   * @return the questions that are no longer on the path; fewer than asked for when there were not
   *     so many
   */
  public List<Entry> undo(int turns) {
    List<Entry> questions = questions();
    List<Entry> undone = questions.subList(Math.max(0, questions.size() - turns), questions.size());
    if (!undone.isEmpty()) {
      head = undone.getFirst().parent();
    }
    return undone;
  }

  /**
   * What taking a turn out did.
   *
   * @param gone what is no longer there
   * @param moved what followed it, which now follows what was before it
   */
  public record Cut(List<Entry> gone, List<Entry> moved) {}

  /** Takes a question with all its answers out; what followed them follows what was before. */
  public Cut cut(String id) {
    Entry question = entries.get(id);
    if (question == null) {
      return new Cut(List.of(), List.of());
    }
    List<Entry> gone = new ArrayList<>(List.of(question));
    followers(id).stream().filter(entry -> entry.role() == Role.ASSISTANT).forEach(gone::add);
    Set<String> names = gone.stream().map(Entry::id).collect(Collectors.toSet());
    List<Entry> moved =
        entries.values().stream()
            .filter(entry -> names.contains(entry.parent()) && !names.contains(entry.id()))
            .map(entry -> entry.after(question.parent()))
            .toList();
    names.forEach(entries::remove);
    // replaced where they are: parents stay before their followers
    moved.forEach(entry -> entries.replace(entry.id(), entry));
    if (head != null && names.contains(head)) {
      head = question.parent();
    }
    return new Cut(gone, moved);
  }
}
