package io.llmgw.provider;

import io.llmgw.config.Secret;
import java.time.Instant;

/** An access token and the moment from which it is worth nothing. */
public record Token(Secret value, Instant expiry) {}
