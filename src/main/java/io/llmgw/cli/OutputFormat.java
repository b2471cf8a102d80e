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
  YAML("yaml"),
  /** A JUnit report in XML; of checks only. */
  JUNIT("junit"),
  /** Lines of the Test Anything Protocol; of checks only. */
  TAP("tap"),
  /** Annotations of a GitHub workflow; of checks only. */
  GITHUB("github");

  private final String label;

  OutputFormat(String label) {
    this.label = label;
  }

  /** Whether only the outcome of checks can be printed so. */
  boolean ofChecks() {
    return switch (this) {
      case TEXT, JSON, STREAM_JSON, YAML -> false;
      case JUNIT, TAP, GITHUB -> true;
    };
  }

  /** Whether a failure of the command itself is printed as an object on the standard output. */
  boolean structured() {
    return this != TEXT && !ofChecks();
  }

  /** As written on the command line; picocli converts and lists by it. */
  @Override
  public String toString() {
    return label;
  }
}
