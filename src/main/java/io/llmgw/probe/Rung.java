package io.llmgw.probe;

import java.util.List;
import java.util.Locale;

/** One check of the ladder, in the order they are climbed: each only when the one below held. */
public enum Rung {
  /** The settings can work at all. */
  CONFIG(false),
  /** The host has an address. */
  DNS(false),
  /** Something listens there. */
  TCP(false),
  /** Its certificate is trusted. */
  TLS(false),
  /** The key is accepted: the list of models, which costs nothing. */
  AUTH(false),
  /** The model, or the deployment, is there. */
  MODEL(false),
  /** It answers. */
  CHAT(true),
  /** Its answer comes in pieces. */
  STREAM(true),
  /** It calls a tool. */
  TOOLS(true),
  /** It looks at a picture. */
  VISION(true),
  /** It keeps to a JSON schema. */
  JSON(true),
  /** It makes vectors of a text. */
  EMBEDDINGS(true);

  private final boolean billable;

  Rung(boolean billable) {
    this.billable = billable;
  }

  /** Whether a provider may charge for it. */
  public boolean billable() {
    return billable;
  }

  /** The one above; the highest is its own. */
  public Rung next() {
    List<Rung> all = List.of(values());
    return all.get(Math.min(all.indexOf(this) + 1, all.size() - 1));
  }

  /** The word for it in output and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
