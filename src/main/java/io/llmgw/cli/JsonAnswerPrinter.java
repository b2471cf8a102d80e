package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.model.StreamEvent;
import java.io.PrintWriter;

/** Prints one JSON object when the answer is there; nothing when there is none. */
final class JsonAnswerPrinter implements AnswerPrinter {
  private final Chat chat;
  private final PrintWriter out;

  JsonAnswerPrinter(Chat chat, PrintWriter out) {
    this.chat = chat;
    this.out = out;
  }

  @Override
  public void start(Asking asking) {}

  @Override
  public void event(StreamEvent event) {}

  @Override
  public void end(Asking asking, String shown) {
    if (asking.turn().failure() == null) {
      JsonObjects.print(
          out,
          json -> {
            json.writeStringProperty("content", shown);
            AnswerJson.write(json, chat, asking);
          });
    }
  }
}
