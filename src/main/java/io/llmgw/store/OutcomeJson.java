package io.llmgw.store;

import io.llmgw.chat.Outcome;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how an answer came about as JSON, and reads it again. */
final class OutcomeJson {
  private OutcomeJson() {}

  static String write(Outcome outcome) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("model", outcome.model());
    json.put("provider", outcome.provider());
    for (Outcome.FailedTry failed : outcome.failed()) {
      json.withArray("failed")
          .addObject()
          .put("provider", failed.provider())
          .put("model", failed.model())
          .put("ms", failed.millis())
          .put("error", failed.error());
    }
    json.put("finish", outcome.finish() == null ? null : outcome.finish().name());
    json.put("first_ms", outcome.timing().firstMillis());
    json.put("total_ms", outcome.timing().totalMillis());
    json.put("error", outcome.error());
    Usage usage = outcome.usage();
    if (usage != null) {
      ObjectNode tokens = json.putObject("usage");
      tokens.put("input", usage.inputTokens()).put("output", usage.outputTokens());
      tokens.put("cached", usage.cachedTokens()).put("written", usage.cacheWriteTokens());
      tokens.put("reasoning", usage.reasoningTokens());
      tokens.put("guessed", outcome.guessed());
    }
    outcome.notes().forEach(note -> json.withArray("notes").add(note));
    outcome.headers().forEach((name, value) -> json.withObject("headers").put(name, value));
    return json.toString();
  }

  static Outcome read(String state, String asked, @Nullable Double cost, String text) {
    JsonNode json = Json.MAPPER.readTree(text);
    List<String> notes = new ArrayList<>();
    json.path("notes").forEach(note -> notes.add(note.asString()));
    Map<String, String> headers = new LinkedHashMap<>();
    json.path("headers")
        .propertyStream()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    JsonNode finish = json.path("finish");
    JsonNode error = json.path("error");
    return new Outcome(
        Outcome.State.valueOf(state),
        asked,
        json.path("model").asString(""),
        json.path("provider").asString(""),
        json.path("failed").valueStream().map(OutcomeJson::failed).toList(),
        finish.isString() ? FinishReason.valueOf(finish.asString()) : null,
        usage(json.path("usage")),
        json.path("usage").path("guessed").asBoolean(false),
        cost,
        new Outcome.Timing(json.path("first_ms").asLong(-1), json.path("total_ms").asLong(0)),
        notes,
        headers,
        error.isString() ? error.asString() : null);
  }

  private static Outcome.FailedTry failed(JsonNode json) {
    return new Outcome.FailedTry(
        json.path("provider").asString(""),
        json.path("model").asString(""),
        json.path("ms").asLong(0),
        json.path("error").asString(""));
  }

  private static @Nullable Usage usage(JsonNode json) {
    return json.isObject()
        ? new Usage(
            json.path("input").asLong(0),
            json.path("output").asLong(0),
            json.path("cached").asLong(0),
            json.path("written").asLong(0),
            json.path("reasoning").asLong(0))
        : null;
  }
}
