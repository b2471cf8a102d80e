package io.llmgw.provider;

import io.llmgw.model.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it comes. Used by one thread at a time; {@link #close} may be called by another and
 * ends a wait.
 */
public interface EventStream extends AutoCloseable {

  /**
   * Waits for the next event; null after the good end. A stream that breaks off throws, it never
   * just ends.
   *
   * @throws io.llmgw.model.GatewayException when the upstream fails, breaks off or falls silent for
   *     too long
   */
  @Nullable StreamEvent next();

  /** What the upstream's answer said besides its events; known from the start. */
  AnswerHead head();

  /** Ends the upstream call if it still runs. Never throws. */
  @Override
  void close();
}
