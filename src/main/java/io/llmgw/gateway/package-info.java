/**
 * One request's way through the gateway: find the model group, choose a deployment, call it, try
 * again where that is safe.
 */
@NullMarked
package io.llmgw.gateway;

import org.jspecify.annotations.NullMarked;
