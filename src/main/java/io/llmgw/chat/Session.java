package io.llmgw.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's place in the list of conversations.
 *
 * @param title empty until something was said
 * @param model the model asked last
 * @param system null for none
 * @param head the entry to go on from; null for the beginning
 */
public record Session(
    String id,
    String title,
    String model,
    @Nullable String system,
    @Nullable String head,
    Instant created,
    Instant updated) {

  public static Session create(Settings settings) {
    Instant now = Instant.now();
    return new Session(Ids.next(), "", settings.model(), settings.system(), null, now, now);
  }

  public Session withTitle(String other) {
    return new Session(id, other, model, system, head, created, updated);
  }

  /** The same as it is now. */
  public Session at(Settings settings, @Nullable String place) {
    return new Session(
        id, title, settings.model(), settings.system(), place, created, Instant.now());
  }
}
