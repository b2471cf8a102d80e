/**
 * JSON and event streams as bytes: the mapper, the strict index over a document, splicing, and the
 * SSE reader.
 */
@NullMarked
package io.llmgw.json;

import org.jspecify.annotations.NullMarked;
