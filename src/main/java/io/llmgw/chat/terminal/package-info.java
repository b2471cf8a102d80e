/** The chat on a terminal: lines to type, answers as they come, keys while they do. */
@NullMarked
package io.llmgw.chat.terminal;

import org.jspecify.annotations.NullMarked;
