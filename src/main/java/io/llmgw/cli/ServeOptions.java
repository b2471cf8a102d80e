package io.llmgw.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code llmgw serve} was asked for; null where the environment or the configuration decides.
 *
 * @param model a model to serve without a configuration
 * @param strict whether a key of the configuration that is not understood is an error
 */
record ServeOptions(
    @Nullable Path config,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String model,
    boolean strict,
    boolean debug,
    boolean quiet) {}
