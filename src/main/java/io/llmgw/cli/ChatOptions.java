package io.llmgw.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code llmgw chat} was asked for; null where the configuration or the model decides.
 *
 * @param prompt the whole question, with what was piped in
 * @param server the gateway to use instead of one in this process
 * @param stream whether to print the answer as it comes
 */
record ChatOptions(
    String prompt,
    @Nullable String model,
    @Nullable String system,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    boolean stream,
    @Nullable Path config,
    @Nullable String server,
    @Nullable Duration timeout,
    OutputFormat output,
    boolean verbose) {}
