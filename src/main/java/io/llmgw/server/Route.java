package io.llmgw.server;

/**
 * A route's endpoint.
 *
 * @param access who may use it
 * @param errors the dialect's way to say that something went wrong
 */
public record Route(Endpoint endpoint, Access access, ErrorShape errors) {}
