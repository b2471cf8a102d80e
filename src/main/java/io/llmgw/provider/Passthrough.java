package io.llmgw.provider;

/**
 * The lane for a request whose bytes the upstream understands as they are. Only what must differ is
 * changed on the way: the model's name, parameters this upstream is known to refuse, oddities its
 * answers are known for.
 */
public interface Passthrough {

  /** Whether that request needs no translation here; else it goes the other way. */
  default boolean takes(RawRequest request) {
    return true;
  }

  /** What {@link #send} would send, without sending it or asking anyone. */
  Preview preview(RawRequest request, Call call);

  /**
   * Sends the request. For a stream this returns when the first good event has been read, so that
   * every failure before it can still be retried elsewhere.
   */
  Answer send(RawRequest request, Call call);
}
