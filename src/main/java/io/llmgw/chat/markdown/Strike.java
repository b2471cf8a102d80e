package io.llmgw.chat.markdown;

import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Nodes;
import org.commonmark.node.Text;
import org.commonmark.parser.delimiter.DelimiterProcessor;
import org.commonmark.parser.delimiter.DelimiterRun;

/** Text struck out. One tilde is not enough: it mostly means "about". */
final class Strike extends CustomNode {
  /** Reads {@code ~~so~~}. */
  static final class Delimiters implements DelimiterProcessor {
    private static final int LENGTH = 2;

    @Override
    public char getOpeningCharacter() {
      return '~';
    }

    @Override
    public char getClosingCharacter() {
      return '~';
    }

    @Override
    public int getMinLength() {
      return LENGTH;
    }

    @Override
    public int process(DelimiterRun opening, DelimiterRun closing) {
      if (opening.length() != LENGTH || closing.length() != LENGTH) {
        return 0;
      }
      Text opener = opening.getOpener();
      var strike = new Strike();
      for (Node node : Nodes.between(opener, closing.getCloser())) {
        strike.appendChild(node);
      }
      opener.insertAfter(strike);
      return LENGTH;
    }
  }
}
