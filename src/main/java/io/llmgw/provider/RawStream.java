package io.llmgw.provider;

import io.llmgw.json.Bytes;
import io.llmgw.model.Usage;
import org.jspecify.annotations.Nullable;

/** Frames of a stream in the client's own protocol. Same threading as {@link EventStream}. */
public interface RawStream extends AutoCloseable {

  /**
   * Waits for the next frame and appends it, complete with its framing. At the good end the
   * protocol's closing frame is appended too.
   *
   * @return false when the stream is over and nothing was appended
   * @throws io.llmgw.model.GatewayException when the upstream fails, breaks off or falls silent for
   *     too long
   */
  boolean next(Bytes out);

  /** Whether another frame is already here, so that the caller may wait with its flush. */
  boolean ready();

  /** The tokens the upstream counted; null until it said so. */
  @Nullable Usage usage();

  /**
   * The number an event after these would have, where the protocol numbers them; 0 elsewhere. Also
   * known once the stream is closed.
   */
  default long nextNumber() {
    return 0;
  }

  @Override
  void close();
}
