package io.llmgw.provider;

/** What a request asks for. */
public enum Operation {
  CHAT("/chat/completions"),
  COMPLETION("/completions"),
  /** A chat in the words of OpenAI's Responses API. */
  RESPONSE("/responses"),
  EMBEDDING("/embeddings"),
  /** How many tokens a chat request would have; only Anthropic's protocol has it. */
  TOKEN_COUNT("/messages/count_tokens");

  private final String path;

  Operation(String path) {
    this.path = path;
  }

  /** The path below the base URL, in the protocol that has the operation first: mostly OpenAI's. */
  public String path() {
    return path;
  }
}
