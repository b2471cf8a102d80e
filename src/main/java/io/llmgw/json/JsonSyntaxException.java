package io.llmgw.json;

/** A text that is not the JSON it should be. */
public final class JsonSyntaxException extends RuntimeException {
  private final int offset;

  public JsonSyntaxException(String message, int offset) {
    super(message + " at byte " + offset);
    this.offset = offset;
  }

  /** Bytes from the start of the document to the fault. */
  public int offset() {
    return offset;
  }
}
