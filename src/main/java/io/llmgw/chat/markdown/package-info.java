/**
 * Markdown for terminals while it streams: text in, lines with colours out; reads and writes no
 * terminal.
 */
@NullMarked
package io.llmgw.chat.markdown;

import org.jspecify.annotations.NullMarked;
