package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.model.StreamEvent;
import java.io.PrintWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Prints one JSON object for everything that happens, at once, one to a line. */
final class EventPrinter implements AnswerPrinter {
  private final Chat chat;
  private final PrintWriter out;

  EventPrinter(Chat chat, PrintWriter out) {
    this.chat = chat;
    this.out = out;
  }

  @Override
  public void start(Asking asking) {
    print(
        "start",
        json -> {
          json.writeStringProperty("session", chat.session().id());
          json.writeStringProperty("model", asking.turn().question().model());
        });
  }

  @Override
  public void event(StreamEvent event) {
    switch (event) {
      case StreamEvent.TextDelta delta -> text("delta", delta.text());
      case StreamEvent.RefusalDelta delta -> text("delta", delta.text());
      case StreamEvent.ReasoningDelta delta -> text("reasoning", delta.text());
      case StreamEvent.ToolCallStarted call ->
          print(
              "tool_call",
              json -> {
                json.writeNumberProperty("index", call.index());
                json.writeStringProperty("id", call.id());
                json.writeStringProperty("name", call.name());
              });
      case StreamEvent.ToolCallDelta delta ->
          print(
              "tool_call",
              json -> {
                json.writeNumberProperty("index", delta.index());
                json.writeStringProperty("arguments", delta.arguments());
              });
      case StreamEvent.UsageReported reported ->
          print("usage", json -> AnswerJson.usage(json, reported.usage()));
      case StreamEvent.Cited cited ->
          print("source", json -> json.writeStringProperty("url", cited.url()));
      case StreamEvent.Started _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.Attached _,
          StreamEvent.Finished _ -> {}
    }
  }

  private void text(String type, String text) {
    print(type, json -> json.writeStringProperty("text", text));
  }

  private void print(String type, Consumer<JsonGenerator> members) {
    JsonObjects.print(
        out,
        json -> {
          json.writeStringProperty("type", type);
          members.accept(json);
        });
  }

  /** A failure has its own line, from whoever catches it. */
  @Override
  public void end(Asking asking, String shown) {
    if (asking.turn().failure() == null) {
      print("end", json -> AnswerJson.write(json, chat, asking));
    }
  }
}
