/**
 * The built-in offline model: what it can show, how it is played, and nothing that reaches a
 * network.
 */
@NullMarked
package io.llmgw.provider.demo;

import org.jspecify.annotations.NullMarked;
