package io.llmgw.catalog;

import java.util.Locale;

/** A kind of token that has a price of its own. */
public enum Meter {
  INPUT,
  /** Input read from the provider's cache. */
  CACHED,
  /** Input written to the provider's cache. */
  CACHE_WRITE,
  /** Output, thinking included. */
  OUTPUT,
  AUDIO_INPUT,
  AUDIO_OUTPUT,
  IMAGE_INPUT,
  IMAGE_OUTPUT;

  /** As it is written in data files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
