package io.llmgw.provider;

import io.llmgw.model.Cancellation;

/**
 * What accompanies one upstream call.
 *
 * @param id the gateway's id of the client's request, for logs
 */
public record Call(String id, Cancellation cancellation, TimeLimits limits) {}
