/**
 * The front on Jetty: connector, threads, limits below the routes, and an exchange over Jetty's
 * request. The only Jetty code.
 */
@NullMarked
package io.llmgw.server.jetty;

import org.jspecify.annotations.NullMarked;
