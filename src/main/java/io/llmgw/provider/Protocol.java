package io.llmgw.provider;

/** The wire protocols a client or an upstream may speak. */
public enum Protocol {
  OPENAI,
  RESPONSES,
  ANTHROPIC,
  OLLAMA
}
