/** Ollama's dialect, for clients that know no other. */
@NullMarked
package io.llmgw.server.ollama;

import org.jspecify.annotations.NullMarked;
