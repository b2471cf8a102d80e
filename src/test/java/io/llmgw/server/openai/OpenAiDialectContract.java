package io.llmgw.server.openai;

import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.server.DialectContract;
import io.llmgw.testing.WireAnswer;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How clients of OpenAI's chat endpoint ask and read. */
abstract class OpenAiDialectContract extends DialectContract {

  @Override
  protected String path(Ask ask) {
    return "/v1/chat/completions";
  }

  @Override
  protected String body(Ask ask) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (!ask.model().isEmpty()) {
      body.put("model", ask.model());
    }
    body.putArray("messages").addObject().put("role", "user").put("content", ask.text());
    if (ask.stream()) {
      body.put("stream", true);
    }
    if (ask.usage()) {
      body.putObject("stream_options").put("include_usage", true);
    }
    if (!ask.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      ask.tools()
          .forEach(name ->
              tools.addObject().put("type", "function").putObject("function").put("name", name));
    }
    return body.toString();
  }

  @Override
  protected Heard whole(WireAnswer answer) {
    return heard(Bubble.of(answer));
  }

  @Override
  protected Heard stream(WireAnswer answer) {
    return heard(Bubble.of(answer));
  }

  private static Heard heard(Bubble bubble) {
    List<Called> calls =
        bubble.calls.values().stream()
            .map(call -> new Called(call.id, call.name, call.arguments.toString()))
            .toList();
    List<Counted> usages =
        bubble.usages.stream()
            .map(usage ->
                new Counted(
                    usage.path("prompt_tokens").asLong(), usage.path("completion_tokens").asLong()))
            .toList();
    return new Heard(
        bubble.model,
        bubble.text.toString(),
        bubble.reasoning.toString(),
        calls,
        bubble.finish,
        usages,
        bubble.error,
        bubble.done);
  }

  @Override
  protected String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  @Override
  protected boolean usageOnRequest() {
    return true;
  }
}
