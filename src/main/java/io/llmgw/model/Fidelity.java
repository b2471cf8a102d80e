package io.llmgw.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What one translation of a request had to leave out, fill in or change, for whoever wants to know
 * why an answer is not what was expected. Used by one thread.
 */
public final class Fidelity {
  /** What became of a field. */
  public enum Change {
    DROPPED,
    DEFAULTED,
    CHANGED
  }

  /**
   * One difference between what the client asked for and what was sent.
   *
   * @param field the field by the client's or the upstream's name, such as {@code seed} or {@code
   *     messages[3].content[0]}
   */
  public record Note(Change change, String field, String why) {}

  private boolean dropParams;
  private final List<Note> notes = new ArrayList<>(0);

  /**
   * Starts without a note.
   *
   * @param dropParams whether parameters the upstream does not take are left out; else they are
   *     refused
   */
  public Fidelity(boolean dropParams) {
    this.dropParams = dropParams;
  }

  /** Says that the client wishes otherwise. */
  public void dropParams(boolean wish) {
    dropParams = wish;
  }

  /**
   * A parameter the upstream does not take.
   *
   * @throws GatewayException naming it, when parameters may not be dropped
   */
  public void drop(String parameter, String why) {
    if (!dropParams) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'%s' cannot be sent: %s. Leave it out, or set drop_params: true to have it dropped."
              .formatted(parameter, why),
          ErrorDetail.ofParam(parameter));
    }
    lose(parameter, why);
  }

  /** Something that is left out whatever the configuration says, because nobody misses it. */
  public void lose(String field, String why) {
    note(Change.DROPPED, field, why);
  }

  /** Something the upstream needs and the client did not say. */
  public void fill(String field, String why) {
    note(Change.DEFAULTED, field, why);
  }

  /** Something that is said in another way or another measure. */
  public void change(String field, String why) {
    note(Change.CHANGED, field, why);
  }

  private void note(Change change, String field, String why) {
    Note note = new Note(change, field, why);
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /** Everything so far, in order. */
  public List<Note> notes() {
    return List.copyOf(notes);
  }
}
