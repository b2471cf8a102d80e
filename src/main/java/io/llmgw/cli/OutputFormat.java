package io.llmgw.cli;

/** {@code --output}: for whom a command prints. */
enum OutputFormat {
  /** For people. */
  TEXT("text"),
  /** One JSON document. */
  JSON("json"),
  /** One JSON object per line, as things happen. */
  STREAM_JSON("stream-json"),
  /** One YAML document. */
  YAML("yaml");

  private final String label;

  OutputFormat(String label) {
    this.label = label;
  }

  /** As written on the command line; picocli converts and lists by it. */
  @Override
  public String toString() {
    return label;
  }
}
