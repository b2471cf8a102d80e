/** Virtual keys: what each may do and how much, and the rules by which they are made and kept. */
@NullMarked
package io.llmgw.keys;

import org.jspecify.annotations.NullMarked;
