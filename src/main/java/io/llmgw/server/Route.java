package io.llmgw.server;

/**
 * A route's endpoint.
 *
 * @param open whether it needs no key
 * @param errors the dialect's way to say that something went wrong
 */
public record Route(Endpoint endpoint, boolean open, ErrorShape errors) {}
