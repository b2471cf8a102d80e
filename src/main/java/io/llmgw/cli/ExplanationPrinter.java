package io.llmgw.cli;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Explanation;
import io.llmgw.json.Json;
import io.llmgw.model.Fidelity;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Prints what would become of a request. */
final class ExplanationPrinter {
  private final PrintWriter out;

  ExplanationPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(Explanation explanation, OutputFormat format) {
    switch (format) {
      case TEXT -> text(explanation);
      case JSON, YAML, STREAM_JSON, JUNIT, TAP, GITHUB -> json(explanation);
    }
  }

  private void text(Explanation explanation) {
    DeploymentConfig chosen = explanation.deployment();
    line("model", explanation.group());
    line("deployment", upstream(chosen) + "  (" + chosen.origin() + ")");
    if (!explanation.others().isEmpty()) {
      line(
          "stand-ins",
          explanation.others().stream()
              .map(ExplanationPrinter::upstream)
              .collect(Collectors.joining(", ")));
    }
    line(
        "way",
        explanation.asItIs() ? "the client's bytes, changed only where needed" : "translated");
    for (Fidelity.Note note : explanation.fidelity()) {
      line(change(note), note.field() + ": " + note.why());
    }
    out.println();
    out.println(explanation.upstream().method() + " " + explanation.upstream().url());
    explanation.upstream().headers().forEach((name, value) -> out.println(name + ": " + value));
    out.println();
    out.println(
        Json.MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(explanation.upstream().body()));
    out.flush();
  }

  private void line(String title, String text) {
    out.println("%-11s %s".formatted(title, text));
  }

  private static String upstream(DeploymentConfig deployment) {
    return deployment.provider() + "/" + deployment.model();
  }

  private static String change(Fidelity.Note note) {
    return note.change().name().toLowerCase(Locale.ROOT);
  }

  private void json(Explanation explanation) {
    JsonObjects.print(
        out,
        json -> {
          json.writeStringProperty("model", explanation.group());
          json.writeStringProperty("deployment", upstream(explanation.deployment()));
          json.writeStringProperty("source", explanation.deployment().origin());
          json.writeArrayPropertyStart("stand_ins");
          explanation.others().forEach(other -> json.writeString(upstream(other)));
          json.writeEndArray();
          json.writeBooleanProperty("translated", !explanation.asItIs());
          json.writeArrayPropertyStart("fidelity");
          explanation.fidelity().forEach(note -> note(json, note));
          json.writeEndArray();
          request(json, explanation);
        });
  }

  private static void note(JsonGenerator json, Fidelity.Note note) {
    json.writeStartObject();
    json.writeStringProperty("change", change(note));
    json.writeStringProperty("field", note.field());
    json.writeStringProperty("why", note.why());
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, Explanation explanation) {
    json.writeObjectPropertyStart("request");
    json.writeStringProperty("method", explanation.upstream().method());
    json.writeStringProperty("url", explanation.upstream().url());
    json.writeName("body");
    json.writeRawValue(explanation.upstream().body().toString());
    json.writeEndObject();
  }
}
