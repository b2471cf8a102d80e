/** A conversation with models: its tree of turns, its settings, and how one turn is asked. */
@NullMarked
package io.llmgw.chat;

import org.jspecify.annotations.NullMarked;
