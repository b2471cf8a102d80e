/**
 * Clients of OpenAI's Responses API, over upstreams of any protocol: its requests, its events, and
 * the answers it remembers.
 */
@NullMarked
package io.llmgw.server.responses;

import org.jspecify.annotations.NullMarked;
