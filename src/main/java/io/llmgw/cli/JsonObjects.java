package io.llmgw.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Prints one JSON object on one line. */
final class JsonObjects {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private JsonObjects() {}

  /**
   * @param members writes the object's members; the braces are there already
   */
  static void print(PrintWriter out, Consumer<JsonGenerator> members) {
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    out.println();
    out.flush();
  }

  /**
   * Prints one JSON array on one line.
   *
   * @param elements writes what is in it
   */
  static void printArray(PrintWriter out, Consumer<JsonGenerator> elements) {
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartArray();
      elements.accept(json);
      json.writeEndArray();
    }
    out.println();
    out.flush();
  }
}
