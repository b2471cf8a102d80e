/** What can be typed into a chat besides questions. */
@NullMarked
package io.llmgw.chat.command;

import org.jspecify.annotations.NullMarked;
