package io.llmgw.chat.markdown;

/** How many colours the terminal has, or none: then not one escape sequence is written. */
public enum ColorDepth {
  NONE,
  /** The terminal's own palette, which its owner chose to be readable, on light or dark. */
  ANSI_16,
  /** Fixed colours that can be read on light and dark; a matter of taste, so never guessed. */
  ANSI_256
}
