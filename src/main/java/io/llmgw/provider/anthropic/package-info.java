/**
 * Upstreams that speak Anthropic's Messages protocol: the codec to the canonical model and the
 * passthrough lane.
 */
@NullMarked
package io.llmgw.provider.anthropic;

import org.jspecify.annotations.NullMarked;
