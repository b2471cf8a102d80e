package io.llmgw.keys;

import java.time.Instant;

/**
 * A deployment that an administrator added to a running gateway.
 *
 * @param sealed its entry of a model list, encrypted: it holds a provider's key
 */
public record StoredModel(String id, String sealed, Instant created) {}
