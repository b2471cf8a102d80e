package io.llmgw.provider;

/** What an OpenAI-shaped request asks for; the path is the one below the base URL. */
public enum Operation {
  CHAT("/chat/completions"),
  COMPLETION("/completions"),
  EMBEDDING("/embeddings");

  private final String path;

  Operation(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }
}
