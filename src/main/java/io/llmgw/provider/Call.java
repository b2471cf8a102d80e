package io.llmgw.provider;

import io.llmgw.model.Cancellation;
import io.llmgw.model.Fidelity;

/**
 * What accompanies one upstream call.
 *
 * @param id the gateway's id of the client's request, for logs
 * @param fidelity where the adapter says what it could not send as it was
 */
public record Call(String id, Cancellation cancellation, TimeLimits limits, Fidelity fidelity) {
  /** A call about which nobody asks for the fidelity; parameters may be dropped. */
  public Call(String id, Cancellation cancellation, TimeLimits limits) {
    this(id, cancellation, limits, new Fidelity(true));
  }
}
