package io.llmgw.server;

/** Who may use a route. */
public enum Access {
  /** Anyone, without a key. */
  OPEN,
  /** Whoever has a key that is good for it. */
  CLIENT,
  /** Whoever has the master key. */
  ADMIN
}
