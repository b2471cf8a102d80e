package io.llmgw.provider.azure;

import io.llmgw.config.Secret;
import java.time.Instant;

/** An access token and the moment from which it is worth nothing. */
record Token(Secret value, Instant expiry) {}
