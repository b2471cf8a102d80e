package io.llmgw.catalog;

import java.util.Locale;

/** What a model can do beyond reading and writing text. */
public enum Capability {
  /** It sees images. */
  VISION,
  /** It calls tools. */
  TOOLS,
  /** Its answer can be held to a JSON schema. */
  JSON,
  /** It can think before it answers. */
  THINKING,
  /** It hears or speaks. */
  AUDIO,
  /** It reads documents such as PDF. */
  DOCUMENTS;

  /** As it is written in data files and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
