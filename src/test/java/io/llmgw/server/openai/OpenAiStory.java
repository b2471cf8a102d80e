package io.llmgw.server.openai;

import io.llmgw.json.Json;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.Scenario.Step;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells a scenario as a server of OpenAI's protocol would. */
final class OpenAiStory {
  private final JsonNode request;
  private final ObjectNode whole = Json.MAPPER.createObjectNode();
  private final ObjectNode message;
  private final ObjectNode choice;

  private OpenAiStory(JsonNode request) {
    this.request = request;
    whole.put("id", "up-1").put("object", "chat.completion").put("created", 1_700_000_000);
    whole.put("model", "upstream-model");
    choice = whole.putArray("choices").addObject().put("index", 0);
    message = choice.putObject("message").put("role", "assistant").putNull("content");
  }

  static Reply reply(Scenario scenario, Received received) {
    OpenAiStory story = new OpenAiStory(received.json());
    Step first = scenario.steps().getFirst();
    if (first instanceof Step.Fail fail) {
      return refusal(fail.failure());
    }
    if (first instanceof Step.Hang) {
      return Reply.silence();
    }
    return story.request.path("stream").asBoolean(false)
        ? story.stream(scenario)
        : story.whole(scenario);
  }

  private static Reply refusal(GatewayException failure) {
    Reply reply = Reply.json(failure.status(), error(failure));
    return failure
        .retryAfter()
        .map(Duration::toSeconds)
        .map(seconds -> reply.header("Retry-After", Long.toString(seconds)))
        .orElse(reply);
  }

  private static String error(GatewayException failure) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putObject("error")
        .put("message", failure.text())
        .put("type", failure.detail().type() == null ? "server_error" : failure.detail().type())
        .put("code", failure.detail().code());
    return body.toString();
  }

  private Reply stream(Scenario scenario) {
    Reply reply = Reply.status(200).header("Content-Type", "text/event-stream");
    for (Step step : scenario.steps()) {
      reply =
          switch (step) {
            case Step.Emit emit -> emit(reply, emit.event());
            case Step.Fail fail -> reply.send("data: " + error(fail.failure()) + "\n\n");
            case Step.Fault fault -> throw fault.mistake();
            case Step.Silence silence -> reply.pause(silence.time());
            case Step.Hang _ -> reply.stall();
          };
      if (step instanceof Step.Fail) {
        return reply;
      }
    }
    return reply.send("data: [DONE]\n\n");
  }

  private Reply emit(Reply reply, StreamEvent event) {
    boolean usage = event instanceof StreamEvent.UsageReported;
    if (usage && !request.path("stream_options").path("include_usage").asBoolean(false)) {
      return reply;
    }
    ObjectNode chunk = Json.MAPPER.createObjectNode();
    chunk.put("id", "up-1").put("object", "chat.completion.chunk").put("created", 1_700_000_000);
    chunk.put("model", "upstream-model");
    if (event instanceof StreamEvent.UsageReported reported) {
      chunk.putArray("choices");
      chunk.set("usage", usage(reported.usage()));
    } else {
      ObjectNode only = chunk.putArray("choices").addObject().put("index", 0);
      delta(only.putObject("delta"), only, event);
    }
    return reply.send("data: " + chunk + "\n\n");
  }

  private static void delta(ObjectNode delta, ObjectNode only, StreamEvent event) {
    only.putNull("finish_reason");
    switch (event) {
      case StreamEvent.Started _ -> delta.put("role", "assistant").put("content", "");
      case StreamEvent.TextDelta text -> delta.put("content", text.text());
      case StreamEvent.ReasoningDelta text -> delta.put("reasoning_content", text.text());
      case StreamEvent.RefusalDelta text -> delta.put("refusal", text.text());
      case StreamEvent.ToolCallStarted call -> {
        ObjectNode node = delta.putArray("tool_calls").addObject().put("index", call.index());
        node.put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", "");
      }
      case StreamEvent.ToolCallDelta call ->
          delta
              .putArray("tool_calls")
              .addObject()
              .put("index", call.index())
              .putObject("function")
              .put("arguments", call.arguments());
      case StreamEvent.Finished finished ->
          only.put("finish_reason", finished.reason().name().toLowerCase(Locale.ROOT));
      case StreamEvent.Cited _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.Attached _,
          StreamEvent.UsageReported _ ->
          throw new AssertionError("not told here: " + event);
    }
  }

  private Reply whole(Scenario scenario) {
    Reply reply = Reply.status(200).header("Content-Type", "application/json");
    for (Step step : scenario.steps()) {
      switch (step) {
        case Step.Emit emit -> add(emit.event());
        case Step.Fail _ -> {
          return reply.send("{\"id\":\"up-1\",").cut();
        }
        case Step.Fault fault -> throw fault.mistake();
        case Step.Silence silence -> reply = reply.pause(silence.time());
        case Step.Hang _ -> reply = reply.stall();
      }
    }
    return reply.send(whole.toString());
  }

  private void add(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started _ -> {}
      case StreamEvent.TextDelta text -> append("content", text.text());
      case StreamEvent.ReasoningDelta text -> append("reasoning_content", text.text());
      case StreamEvent.RefusalDelta text -> append("refusal", text.text());
      case StreamEvent.ToolCallStarted call -> {
        ObjectNode node = message.withArray("tool_calls").addObject();
        node.put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", "");
      }
      case StreamEvent.ToolCallDelta call -> {
        ObjectNode function =
            (ObjectNode) message.get("tool_calls").get(call.index()).get("function");
        function.put("arguments", function.get("arguments").asString() + call.arguments());
      }
      case StreamEvent.Finished finished ->
          choice.put("finish_reason", finished.reason().name().toLowerCase(Locale.ROOT));
      case StreamEvent.UsageReported reported -> whole.set("usage", usage(reported.usage()));
      case StreamEvent.Cited _, StreamEvent.ReasoningSealed _, StreamEvent.Attached _ ->
          throw new AssertionError("not told here: " + event);
    }
  }

  private void append(String field, String text) {
    message.put(field, message.path(field).asString("") + text);
  }

  private static ObjectNode usage(Usage usage) {
    return Json.MAPPER
        .createObjectNode()
        .put("prompt_tokens", usage.inputTokens())
        .put("completion_tokens", usage.outputTokens())
        .put("total_tokens", usage.totalTokens());
  }
}
