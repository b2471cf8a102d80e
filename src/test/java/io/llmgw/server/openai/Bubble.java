package io.llmgw.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.testing.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What Open WebUI makes of an answer, by its rules: each line of a stream is parsed alone and may
 * not reach 128 KiB, JSON counts only under a JSON type, usage is added up over all chunks, tool
 * calls without an index are dropped.
 */
final class Bubble {
  private static final int LONGEST_LINE = 131_072;

  final StringBuilder text = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  final Map<Integer, Call> calls = new TreeMap<>();
  final List<JsonNode> usages = new ArrayList<>();
  final List<JsonNode> chunks = new ArrayList<>();
  final List<String> comments = new ArrayList<>();
  String error = "";
  String finish = "";
  String model = "";
  boolean done;

  /** A tool call put together of its deltas. */
  static final class Call {
    String id = "";
    String name = "";
    final StringBuilder arguments = new StringBuilder();
  }

  private Bubble() {}

  static Bubble of(WireAnswer answer) {
    Bubble bubble = new Bubble();
    if (answer.header("content-type").orElse("").contains("text/event-stream")) {
      bubble.stream(answer);
    } else {
      assertThat(answer.isJson()).as("not JSON is a blank bubble: %s", answer.text()).isTrue();
      bubble.whole(answer.json());
    }
    return bubble;
  }

  private void stream(WireAnswer answer) {
    for (String line : answer.text().split("\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length)
          .as("length of a line")
          .isLessThan(LONGEST_LINE);
      if (line.startsWith("data:")) {
        data(line.substring(5).strip());
      } else if (!line.isEmpty()) {
        comments.add(line);
      }
    }
  }

  private void data(String data) {
    if (data.equals("[DONE]")) {
      done = true;
      return;
    }
    assertThat(done).as("nothing follows [DONE], but: %s", data).isFalse();
    JsonNode chunk = Json.MAPPER.readTree(data);
    chunks.add(chunk);
    model = chunk.path("model").asString(model);
    if (chunk.path("usage").isObject()) {
      usages.add(chunk.get("usage"));
    }
    JsonNode choice = chunk.path("choices").path(0);
    if (chunk.has("error") && choice.isMissingNode()) {
      assertThat(chunk.get("error").isObject()).as("a bare string breaks the page").isTrue();
      error = chunk.get("error").path("message").asString("");
    }
    JsonNode delta = choice.path("delta");
    if (!choice.isMissingNode() && !choice.has("text")) {
      assertThat(delta.isObject()).as("delta in %s", chunk).isTrue();
      delta(delta);
    }
    text.append(choice.path("text").asString(""));
    finish = choice.path("finish_reason").asString(finish);
  }

  private void delta(JsonNode delta) {
    JsonNode content = delta.path("content");
    assertThat(content.isString() || content.isNull() || content.isMissingNode())
        .as("content of %s", delta)
        .isTrue();
    text.append(content.asString(""));
    reasoning.append(delta.path("reasoning_content").asString(""));
    for (JsonNode call : delta.path("tool_calls")) {
      if (call.path("index").isIntegralNumber()) {
        assertThat(call.path("function").path("arguments").isString()).as("%s", call).isTrue();
        Call known = calls.computeIfAbsent(call.get("index").asInt(), _ -> new Call());
        add(known, call);
      }
    }
  }

  private static void add(Call known, JsonNode call) {
    known.id += call.path("id").asString("");
    String name = call.path("function").path("name").asString("");
    known.name = name.isEmpty() ? known.name : name;
    known.arguments.append(call.path("function").path("arguments").asString(""));
  }

  private void whole(JsonNode answer) {
    done = true;
    error = answer.path("error").path("message").asString("");
    model = answer.path("model").asString("");
    if (answer.path("usage").isObject()) {
      usages.add(answer.get("usage"));
    }
    JsonNode choice = answer.path("choices").path(0);
    finish = choice.path("finish_reason").asString("");
    text.append(choice.path("text").asString(""));
    JsonNode message = choice.path("message");
    text.append(message.path("content").asString(""));
    reasoning.append(message.path("reasoning_content").asString(""));
    message
        .path("tool_calls")
        .forEach(call -> add(calls.computeIfAbsent(calls.size(), _ -> new Call()), call));
  }

  /** Tokens read and written, added up over everything that told some. */
  long promptTokens() {
    return usages.stream().mapToLong(usage -> usage.path("prompt_tokens").asLong()).sum();
  }

  long completionTokens() {
    return usages.stream().mapToLong(usage -> usage.path("completion_tokens").asLong()).sum();
  }
}
