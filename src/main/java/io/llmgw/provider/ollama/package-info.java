/** Ollama's own protocol, which can say more than its OpenAI-compatible one. */
@NullMarked
package io.llmgw.provider.ollama;

import org.jspecify.annotations.NullMarked;
