package io.llmgw.server;

import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.RawStream;

/** How a dialect streams one answer. Used by one thread at a time. */
public interface StreamForm {
  String contentType();

  /** What tells the client that all is well while there is nothing to say, framing included. */
  byte[] keepAlive();

  /** The writer of an answer that has to be translated. */
  Writer writer(Served served);

  /** Told of the stream that is passed through instead, before it begins. */
  default void passing(RawStream stream) {}

  /** What tells of a failure after the answer has begun, framing included; nothing follows it. */
  byte[] failure(GatewayException failure);

  /** Writes the gateway's events in the dialect's words. */
  interface Writer {
    /**
     * Appends what one event is in the dialect, framing included; nothing if it is nothing there.
     */
    void write(StreamEvent event, Bytes out);

    /** Appends what ends a good answer. */
    void end(Bytes out);
  }
}
