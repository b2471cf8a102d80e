/** Google's own protocol for Gemini, on AI Studio and on Vertex AI. */
@NullMarked
package io.llmgw.provider.gemini;

import org.jspecify.annotations.NullMarked;
