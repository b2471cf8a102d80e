package io.llmgw.model;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Guesses the tokens of a request for upstreams that cannot count them; rather too many than too
 * few.
 */
public final class TokenEstimate {
  private static final double CHARACTERS_PER_TOKEN = 3.6;
  private static final int PER_MESSAGE = 4;
  private static final int PER_IMAGE = 1_500;
  private static final int BASE64_PER_TOKEN = 24;

  private TokenEstimate() {}

  /** The input tokens of a request, tools included. */
  public static long of(ChatRequest request) {
    long tokens = 3;
    for (Message message : request.messages()) {
      tokens += PER_MESSAGE + parts(message.parts());
    }
    for (Tool tool : request.tools()) {
      String description = tool.description() == null ? "" : tool.description();
      String schema = tool.parameters() == null ? "" : tool.parameters().toString();
      tokens += PER_MESSAGE + text(tool.name()) + text(description) + text(schema);
    }
    return tokens;
  }

  /** The input tokens of a request in OpenAI's dialect that nobody decoded. */
  public static long of(JsonNode request) {
    if (request.isString()) {
      boolean file = request.asString().startsWith("data:");
      return file ? PER_IMAGE : text(request.asString());
    }
    long tokens = 0;
    for (JsonNode member : request) {
      tokens += of(member);
    }
    return tokens;
  }

  /** The tokens of a text. */
  public static long text(String text) {
    double tokens = 0;
    for (int i = 0; i < text.length(); i++) {
      // letters of scripts without spaces are about a token each
      tokens += text.charAt(i) < 0x2E80 ? 1 / CHARACTERS_PER_TOKEN : 1;
    }
    return (long) Math.ceil(tokens);
  }

  private static long parts(List<Part> parts) {
    return parts.stream().mapToLong(TokenEstimate::part).sum();
  }

  private static long part(Part part) {
    return switch (part) {
      case Part.Text text -> text(text.text());
      case Part.Media media -> media(media);
      case Part.Reasoning reasoning -> text(reasoning.text());
      case Part.ToolCall call -> PER_MESSAGE + text(call.name()) + text(call.arguments());
      case Part.ToolResult result -> PER_MESSAGE + parts(result.content());
      case Part.Refusal refusal -> text(refusal.text());
      case Part.CachePoint _ -> 0;
    };
  }

  private static long media(Part.Media media) {
    String data = media.base64();
    return switch (media.kind()) {
      case IMAGE -> PER_IMAGE;
      case AUDIO, DOCUMENT ->
          data == null ? PER_IMAGE : PER_IMAGE + data.length() / BASE64_PER_TOKEN;
    };
  }
}
