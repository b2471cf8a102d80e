package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Outcome;
import io.llmgw.model.Part;
import io.llmgw.model.Usage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what is known of an answer as the members of a JSON object. */
final class AnswerJson {
  private AnswerJson() {}

  /** Everything but the text. */
  static void write(JsonGenerator json, Chat chat, Asking asking) {
    Outcome outcome = asking.turn().outcome();
    json.writeStringProperty("id", asking.id());
    json.writeStringProperty("session", chat.session().id());
    json.writeStringProperty("model", outcome.model());
    json.writeStringProperty("provider", outcome.provider());
    route(json, outcome);
    json.writeStringProperty("reasoning", reasoning(asking.turn().parts()));
    calls(json, asking.turn().parts());
    if (outcome.finish() == null) {
      json.writeNullProperty("finish_reason");
    } else {
      json.writeStringProperty("finish_reason", outcome.finish().name().toLowerCase(Locale.ROOT));
    }
    usage(json, outcome.usage());
    json.writeBooleanProperty("usage_estimated", outcome.guessed());
    if (outcome.costUsd() == null) {
      json.writeNullProperty("cost_usd");
    } else {
      json.writeNumberProperty("cost_usd", outcome.costUsd());
    }
    timing(json, outcome);
    json.writeArrayPropertyStart("warnings");
    outcome.notes().forEach(json::writeString);
    json.writeEndArray();
  }

  /** Every try, the last one being the answer's. */
  private static void route(JsonGenerator json, Outcome outcome) {
    json.writeArrayPropertyStart("route");
    long before = 0;
    for (Outcome.FailedTry failed : outcome.failed()) {
      step(json, failed.provider(), failed.model(), "failed", failed.millis(), failed.error());
      before += failed.millis();
    }
    step(
        json,
        outcome.provider(),
        outcome.model(),
        outcome.state().name().toLowerCase(Locale.ROOT),
        Math.max(0, outcome.timing().totalMillis() - before),
        outcome.error());
    json.writeEndArray();
  }

  private static void step(
      JsonGenerator json,
      String provider,
      String model,
      String status,
      long millis,
      @Nullable String error) {
    json.writeStartObject();
    json.writeStringProperty("provider", provider);
    json.writeStringProperty("model", model);
    json.writeStringProperty("status", status);
    json.writeNumberProperty("ms", millis);
    if (error == null) {
      json.writeNullProperty("error");
    } else {
      json.writeStringProperty("error", error);
    }
    json.writeEndObject();
  }

  private static String reasoning(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Reasoning thought) {
        text.append(thought.text());
      }
    }
    return text.toString();
  }

  private static void calls(JsonGenerator json, List<Part> parts) {
    json.writeArrayPropertyStart("tool_calls");
    for (Part part : parts) {
      if (part instanceof Part.ToolCall call) {
        json.writeStartObject();
        json.writeStringProperty("id", call.id());
        json.writeStringProperty("name", call.name());
        json.writeStringProperty("arguments", call.arguments());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  static void usage(JsonGenerator json, @Nullable Usage usage) {
    if (usage == null) {
      json.writeNullProperty("usage");
      return;
    }
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("input", usage.inputTokens());
    json.writeNumberProperty("output", usage.outputTokens());
    json.writeNumberProperty("reasoning", usage.reasoningTokens());
    json.writeNumberProperty("cached", usage.cachedTokens());
    json.writeEndObject();
  }

  private static void timing(JsonGenerator json, Outcome outcome) {
    json.writeObjectPropertyStart("timing");
    json.writeNumberProperty("ttft_ms", outcome.timing().firstMillis());
    json.writeNumberProperty("total_ms", outcome.timing().totalMillis());
    double speed = outcome.timing().tokensPerSecond(outcome.usage());
    json.writeNumberProperty("tokens_per_s", Math.round(speed * 10) / 10.0);
    json.writeEndObject();
  }
}
