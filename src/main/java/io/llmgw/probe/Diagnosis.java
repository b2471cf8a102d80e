package io.llmgw.probe;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a target. Holds no secret.
 *
 * @param code stable name for scripts, such as {@code deployment_missing}
 * @param what one line: what is wrong
 * @param cause why, or what the provider said; null when {@code what} says it all
 * @param hint what to do, a command to paste where there is one; null when nothing is known
 */
public record Diagnosis(
    Fault fault, String code, String what, @Nullable String cause, @Nullable String hint) {}
