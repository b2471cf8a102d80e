/**
 * The way to the upstreams over HTTP: connections, time limits, cancellation, failures in plain
 * words. The only OkHttp code.
 */
@NullMarked
package io.llmgw.provider.http;

import org.jspecify.annotations.NullMarked;
