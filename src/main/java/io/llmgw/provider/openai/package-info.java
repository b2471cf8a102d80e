/**
 * Upstreams that speak OpenAI's protocol: what each vendor is known for (data), the passthrough
 * lane, and the codec to the canonical model.
 */
@NullMarked
package io.llmgw.provider.openai;

import org.jspecify.annotations.NullMarked;
