package io.llmgw.cli;

import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints an answer in the chosen form: its text as it comes, or what programs read. */
final class ChatPrinter {
  private final OutputFormat format;
  private final boolean streaming;
  private final PrintWriter out;
  private final StringBuilder text = new StringBuilder();
  private @Nullable String model;
  private @Nullable Usage usage;

  ChatPrinter(OutputFormat format, boolean streaming, PrintWriter out) {
    this.format = format;
    this.streaming = streaming;
    this.out = out;
  }

  void event(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started started -> model = started.model();
      case StreamEvent.TextDelta delta -> say(delta.text());
      case StreamEvent.RefusalDelta delta -> say(delta.text());
      case StreamEvent.UsageReported reported -> usage = reported.usage();
      case StreamEvent.ReasoningDelta _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.Attached _,
          StreamEvent.ToolCallStarted _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.Cited _,
          StreamEvent.Finished _ -> {}
    }
  }

  private void say(String piece) {
    text.append(piece);
    if (format == OutputFormat.TEXT && streaming) {
      out.print(piece);
      out.flush();
    } else if (format == OutputFormat.STREAM_JSON) {
      JsonObjects.print(out, json -> json.writeStringProperty("text", piece));
    }
  }

  void end() {
    switch (format) {
      case TEXT -> {
        if (!streaming) {
          out.print(text);
        }
        if (text.isEmpty() || text.charAt(text.length() - 1) != '\n') {
          out.println();
        }
        out.flush();
      }
      // a JSON document is a YAML document
      case JSON, YAML, JUNIT, TAP, GITHUB -> whole(true);
      case STREAM_JSON -> whole(false);
    }
  }

  private void whole(boolean withText) {
    JsonObjects.print(
        out,
        json -> {
          if (withText) {
            json.writeStringProperty("text", text.toString());
          }
          if (model != null) {
            json.writeStringProperty("model", model);
          }
          if (usage != null) {
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("input_tokens", usage.inputTokens());
            json.writeNumberProperty("output_tokens", usage.outputTokens());
            json.writeEndObject();
          }
        });
  }
}
