package io.llmgw.config;

import java.util.Objects;

/**
 * A value that must never be printed: only {@link #reveal()} gives it out, at the one place that
 * sends it.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  public String reveal() {
    return value;
  }

  /** At most the last four characters, and none of a short secret. */
  public String masked() {
    return value.length() < 12 ? "****" : "****" + value.substring(value.length() - 4);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return masked();
  }
}
