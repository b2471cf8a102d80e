package io.llmgw.provider;

import io.llmgw.json.JsonObjectIndex;

/**
 * A client's request as it came.
 *
 * @param model the name the client asked for, which its answer has to carry
 * @param stream whether the client wants a stream
 * @param usageWanted whether the client asked for the usage chunk of a stream
 */
public record RawRequest(
    Operation operation, JsonObjectIndex body, String model, boolean stream, boolean usageWanted) {}
