/**
 * The canonical chat vocabulary every dialect decodes into and every provider encodes from: records
 * and sealed types, nothing else.
 */
@NullMarked
package io.llmgw.model;

import org.jspecify.annotations.NullMarked;
