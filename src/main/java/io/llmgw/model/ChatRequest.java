package io.llmgw.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One chat call in the gateway's own terms.
 *
 * @param model the name the client asked for; a provider calls its own deployment's model instead
 * @param parallelToolCalls null for the model's default
 * @param format null for plain text
 * @param extras request fields without a canonical place, by the names they have in OpenAI's
 *     protocol, whatever the client's dialect
 */
public record ChatRequest(
    String model,
    List<Message> messages,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    @Nullable Boolean parallelToolCalls,
    @Nullable ResponseFormat format,
    Sampling sampling,
    Map<String, JsonNode> extras) {

  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    extras = Map.copyOf(extras);
  }

  /** A request with messages only. */
  public static ChatRequest of(String model, List<Message> messages) {
    return new ChatRequest(
        model, messages, List.of(), null, null, null, Sampling.DEFAULT, Map.of());
  }

  public ChatRequest withMessages(List<Message> others) {
    return new ChatRequest(
        model, others, tools, toolChoice, parallelToolCalls, format, sampling, extras);
  }

  public ChatRequest withModel(String name) {
    return new ChatRequest(
        name, messages, tools, toolChoice, parallelToolCalls, format, sampling, extras);
  }
}
