package io.llmgw.json;

/** One event of a stream is longer than the limit. */
public final class EventTooLongException extends RuntimeException {
  public EventTooLongException(int limit) {
    super("an event is longer than " + limit + " bytes");
  }
}
