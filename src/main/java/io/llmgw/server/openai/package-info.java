/**
 * OpenAI's protocol as clients speak it: chat completions, legacy completions, embeddings, models,
 * errors.
 */
@NullMarked
package io.llmgw.server.openai;

import org.jspecify.annotations.NullMarked;
