/**
 * The ladder of checks behind {@code llmgw test} and {@code /health}: climbs it for each
 * deployment, and says in one line what is wrong and what to do.
 */
@NullMarked
package io.llmgw.probe;

import org.jspecify.annotations.NullMarked;
