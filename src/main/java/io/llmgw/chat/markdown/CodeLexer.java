package io.llmgw.chat.markdown;

import java.util.List;

/** Colours code line by line. */
final class CodeLexer {
  /** What a line leaves open. */
  record State(int region, int depth) {
    static final State START = new State(-1, 0);
  }

  record Line(List<Span> spans, State next) {}

  static CodeLexer of(String info) {
    return new CodeLexer();
  }

  Line read(String code, State state) {
    return new Line(code.isEmpty() ? List.of() : List.of(Span.plain(code)), state);
  }
}
