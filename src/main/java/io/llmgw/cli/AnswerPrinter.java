package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.model.StreamEvent;

/** Prints one answer of a one-shot chat. Used by one thread. */
interface AnswerPrinter {

  /** The question is about to be sent. */
  void start(Asking asking);

  void event(StreamEvent event);

  /**
   * The answer has come to its end, good or bad; a failure is told by whoever catches it.
   *
   * @param shown what to print as the answer
   */
  void end(Asking asking, String shown);

  /**
   * The printer for that format.
   *
   * @param streaming whether the answer may be printed as it comes
   */
  static AnswerPrinter of(OutputFormat format, boolean streaming, Chat chat, ChatScreen screen) {
    return switch (format) {
      case TEXT -> new TextAnswerPrinter(streaming, screen);
      // a JSON document is a YAML document; reports of checks are refused before
      case JSON, YAML, JUNIT, TAP, GITHUB -> new JsonAnswerPrinter(chat, screen.out());
      case STREAM_JSON -> new EventPrinter(chat, screen.out());
    };
  }
}
