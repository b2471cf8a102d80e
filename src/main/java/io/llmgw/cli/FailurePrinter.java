package io.llmgw.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.core.JsonGenerator;

/**
 * Prints a failure: lines for people on the error stream, and an object for programs that asked for
 * one.
 */
final class FailurePrinter {
  private FailurePrinter() {}

  static void printText(PrintWriter err, Failure failure, boolean colors) {
    Ansi ansi = colors ? Ansi.ON : Ansi.OFF;
    line(err, ansi.string("@|bold,red error:|@ "), failure.message());
    line(err, ansi.string("@|bold cause:|@") + separator(failure.cause()), failure.cause());
    line(err, ansi.string("@|bold try:|@ "), failure.hint());
    err.flush();
  }

  /** What has lines of its own starts on one. */
  private static String separator(@Nullable String text) {
    return text != null && text.contains("\n") ? System.lineSeparator() : " ";
  }

  private static void line(PrintWriter err, String label, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      err.println(label + text.strip());
    }
  }

  /**
   * The object.
   *
   * @param event whether it is one of a stream of events, which say what they are
   */
  static void printJson(PrintWriter out, Failure failure, boolean event) {
    JsonObjects.print(
        out,
        json -> {
          if (event) {
            json.writeStringProperty("type", "error");
          }
          json.writeObjectPropertyStart("error");
          json.writeStringProperty("code", failure.code());
          json.writeNumberProperty("exit", failure.exit().number());
          json.writeStringProperty("message", failure.message());
          member(json, "cause", failure.cause());
          member(json, "hint", failure.hint());
          member(json, "provider", failure.provider());
          member(json, "request_id", failure.requestId());
          json.writeEndObject();
        });
  }

  private static void member(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
