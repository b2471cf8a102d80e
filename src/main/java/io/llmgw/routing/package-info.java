/**
 * Which deployment of a model group gets a request, and which are left alone for now: pure rules,
 * clock injected.
 */
@NullMarked
package io.llmgw.routing;

import org.jspecify.annotations.NullMarked;
