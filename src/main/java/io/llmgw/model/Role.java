package io.llmgw.model;

/**
 * Who speaks. {@code DEVELOPER} and the legacy {@code function} role decode to {@code SYSTEM} and
 * {@code TOOL}.
 */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL
}
