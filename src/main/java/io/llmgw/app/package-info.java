/**
 * The composition root: makes a gateway of a configuration, and is the only place that names
 * adapters and dialects.
 */
@NullMarked
package io.llmgw.app;

import org.jspecify.annotations.NullMarked;
