/**
 * What every upstream looks like to the gateway: the interfaces an adapter implements and the
 * values they exchange.
 */
@NullMarked
package io.llmgw.provider;

import org.jspecify.annotations.NullMarked;
