/**
 * The gateway's front, whatever server carries it: one request as an exchange, routes, keys,
 * limits, the answers that are not a dialect's.
 */
@NullMarked
package io.llmgw.server;

import org.jspecify.annotations.NullMarked;
