package io.llmgw.chat.markdown;

import java.util.List;

/**
 * A document as lines, and what of it can still change if text follows.
 *
 * @param stable how many of the lines cannot
 * @param open the piece of source that must be kept to render what follows
 * @param end what a piece after the whole document must know
 */
record Rendering(List<StyledLine> lines, int stable, Piece open, Carry end) {
  /**
   * The last block, or the last item of the last block.
   *
   * @param sourceLine line of the source it begins on
   * @param renderedLine number of rendered lines before it
   */
  record Piece(int sourceLine, int renderedLine, Carry carry) {}
}
