package io.llmgw.probe;

import org.jspecify.annotations.Nullable;

/**
 * Something worth knowing about a target that does not fail it.
 *
 * @param code stable name for scripts
 * @param text one line
 * @param hint what to do; null for nothing
 */
public record Finding(String code, String text, @Nullable String hint) {}
