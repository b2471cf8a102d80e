package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in OpenAI's words.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">the request</a>
 */
final class ChatEncoder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean echoReasoning;
  private final ObjectNode body = JSON.objectNode();
  private final ArrayNode messages = JSON.arrayNode();
  // what tools have shown: no tool message can carry it, so that the user has to
  private final List<Part> shown = new ArrayList<>();

  /** Encodes one request, with the reasoning before a tool call if the upstream wants it back. */
  ChatEncoder(boolean echoReasoning) {
    this.echoReasoning = echoReasoning;
  }

  /**
   * The body to send.
   *
   * @throws GatewayException when it has something this protocol has no words for
   */
  byte[] encode(ChatRequest request) {
    body.put("model", request.model());
    body.set("messages", messages);
    request.messages().forEach(this::message);
    show();
    request.tools().forEach(tool -> tool(body.withArray("tools"), tool));
    if (request.toolChoice() != null) {
      choice(body, request.toolChoice());
    }
    if (request.parallelToolCalls() != null) {
      body.put("parallel_tool_calls", request.parallelToolCalls());
    }
    if (request.format() != null) {
      format(body.putObject("response_format"), request.format());
    }
    sampling(body, request.sampling());
    request.extras().forEach(body::set);
    return Json.MAPPER.writeValueAsBytes(body);
  }

  private void message(Message message) {
    if (message.role() == Role.TOOL) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolResult result) {
          result(result);
        }
      }
      return;
    }
    show();
    ObjectNode node = messages.addObject();
    node.put("role", message.role().name().toLowerCase(Locale.ROOT));
    // what an assistant says comes in pieces; texts of others were written apart
    parts(node, message.parts(), message.role() == Role.ASSISTANT ? "" : "\n\n");
  }

  private void result(Part.ToolResult result) {
    String text = joined(result.content(), "\n");
    messages
        .addObject()
        .put("role", "tool")
        .put("tool_call_id", result.callId())
        .put("content", result.failed() ? "Error: " + text : text);
    result.content().stream().filter(Part.Media.class::isInstance).forEach(shown::add);
  }

  /** After the last tool message of a turn, since nothing may stand between those. */
  private void show() {
    if (!shown.isEmpty()) {
      parts(messages.addObject().put("role", "user"), shown, "");
      shown.clear();
    }
  }

  private static String joined(List<Part> parts, String separator) {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining(separator));
  }

  private void parts(ObjectNode message, List<Part> parts, String separator) {
    ArrayNode content = JSON.arrayNode();
    StringBuilder reasoning = new StringBuilder();
    boolean plain = true;
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> {
          if (!text.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", text.text());
          }
        }
        case Part.Media media -> {
          plain = false;
          media(content.addObject(), media);
        }
        case Part.ToolCall call -> call(message.withArray("tool_calls"), call);
        case Part.Refusal refusal -> message.put("refusal", refusal.text());
        case Part.Reasoning thought -> reasoning.append(thought.text());
        // results stand in messages of their own
        case Part.ToolResult _ -> {}
        // OpenAI caches by itself
        case Part.CachePoint _ -> {}
      }
    }
    if (plain) {
      message.put("content", joined(parts, separator));
    } else {
      message.set("content", content);
    }
    if (echoReasoning && message.has("tool_calls")) {
      message.put("reasoning_content", reasoning.toString());
    }
  }

  private static void media(ObjectNode node, Part.Media media) {
    switch (media.kind()) {
      case IMAGE -> {
        String url = media.url() != null ? media.url() : dataUrl(media, "image/png");
        ObjectNode image = node.put("type", "image_url").putObject("image_url").put("url", url);
        if (media.detail() != null) {
          image.put("detail", media.detail());
        }
      }
      case AUDIO -> {
        String type = String.valueOf(media.mediaType());
        node.put("type", "input_audio")
            .putObject("input_audio")
            .put("data", inline(media, "audio"))
            .put("format", type.endsWith("mpeg") || type.endsWith("mp3") ? "mp3" : "wav");
      }
      case DOCUMENT ->
          node.put("type", "file")
              .putObject("file")
              .put("filename", filename(media))
              .put("file_data", dataUrl(media, "application/pdf"));
    }
  }

  /** The name, with the ending that tells OpenAI what it is. */
  private static String filename(Part.Media media) {
    String name = media.name() == null || media.name().isBlank() ? "document" : media.name();
    boolean pdf = media.mediaType() == null || media.mediaType().equals("application/pdf");
    return pdf && !name.toLowerCase(Locale.ROOT).endsWith(".pdf") ? name + ".pdf" : name;
  }

  private static String dataUrl(Part.Media media, String usualType) {
    String type = media.mediaType() == null ? usualType : media.mediaType();
    return "data:" + type + ";base64," + inline(media, "a document");
  }

  private static String inline(Part.Media media, String what) {
    if (media.base64() == null) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The provider takes " + what + " only inline, not as a URL; send it as base64.");
    }
    return media.base64();
  }

  private static void call(ArrayNode calls, Part.ToolCall call) {
    calls
        .addObject()
        .put("id", call.id())
        .put("type", "function")
        .putObject("function")
        .put("name", call.name())
        .put("arguments", call.arguments());
  }

  private static void tool(ArrayNode tools, Tool tool) {
    ObjectNode function =
        tools.addObject().put("type", "function").putObject("function").put("name", tool.name());
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    if (tool.parameters() != null) {
      function.set("parameters", tool.parameters());
    }
    if (tool.strict() != null) {
      function.put("strict", tool.strict());
    }
  }

  private static void choice(ObjectNode body, ToolChoice choice) {
    switch (choice) {
      case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
      case ToolChoice.None _ -> body.put("tool_choice", "none");
      case ToolChoice.Required _ -> body.put("tool_choice", "required");
      case ToolChoice.Named named ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", named.name());
    }
  }

  private static void format(ObjectNode node, ResponseFormat format) {
    switch (format) {
      case ResponseFormat.Text _ -> node.put("type", "text");
      case ResponseFormat.JsonObject _ -> node.put("type", "json_object");
      case ResponseFormat.JsonSchema schema -> {
        ObjectNode inner = node.put("type", "json_schema").putObject("json_schema");
        inner.put("name", schema.name());
        if (schema.description() != null) {
          inner.put("description", schema.description());
        }
        inner.set("schema", schema.schema());
        if (schema.strict() != null) {
          inner.put("strict", schema.strict());
        }
      }
    }
  }

  private static void sampling(ObjectNode body, Sampling sampling) {
    if (sampling.maxTokens() != null) {
      body.put("max_tokens", sampling.maxTokens());
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      body.put("top_k", sampling.topK());
    }
    if (sampling.frequencyPenalty() != null) {
      body.put("frequency_penalty", sampling.frequencyPenalty());
    }
    if (sampling.presencePenalty() != null) {
      body.put("presence_penalty", sampling.presencePenalty());
    }
    if (sampling.seed() != null) {
      body.put("seed", sampling.seed());
    }
    if (sampling.effort() != null) {
      body.put("reasoning_effort", sampling.effort());
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
  }
}
