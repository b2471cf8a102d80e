package io.llmgw.probe;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.model.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The short questions a model is asked, each with the tokens it takes at most. */
final class Question {
  static final String TOOL = "report_ready";
  static final String MEMBER = "ready";

  /** The least that every surface accepts as a limit. */
  private static final int SHORT = 16;

  private static final int LONG = 64;
  private static final int PROMPT_TOKENS = 30;
  private static final int PICTURE_TOKENS = 300;

  /** 32 by 32 red pixels. */
  private static final String RED_PNG =
      "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lT"
          + "CQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC";

  private Question() {}

  /** What a rung may use, for the estimate. */
  static Usage most(Rung rung) {
    return switch (rung) {
      case CONFIG, DNS, TCP, TLS, AUTH, MODEL -> Usage.of(0, 0);
      case CHAT -> Usage.of(PROMPT_TOKENS, SHORT);
      case STREAM -> Usage.of(PROMPT_TOKENS, LONG);
      case TOOLS, JSON -> Usage.of(4 * PROMPT_TOKENS, 4 * LONG);
      case VISION -> Usage.of(PICTURE_TOKENS, LONG);
      case EMBEDDINGS -> Usage.of(PROMPT_TOKENS, 0);
    };
  }

  static ChatRequest chat(String model) {
    return request(model, text("Reply with the word ok."), SHORT, null, null);
  }

  static ChatRequest stream(String model) {
    return request(model, text("Count from 1 to 10 in digits."), LONG, null, null);
  }

  static ChatRequest tools(String model) {
    ObjectNode parameters = object(MEMBER);
    Tool tool = new Tool(TOOL, "Report whether you are ready.", parameters, null);
    return request(model, text("Report that you are ready."), 4 * LONG, tool, null);
  }

  static ChatRequest vision(String model) {
    Message picture =
        new Message(
            Role.USER,
            List.of(
                new Part.Text("Which colour is this picture? Answer with one word."),
                new Part.Media(
                    Part.MediaKind.IMAGE, "image/png", RED_PNG, null, "red.png", "low")));
    return request(model, picture, LONG, null, null);
  }

  static ChatRequest json(String model) {
    ObjectNode schema = object(MEMBER).put("additionalProperties", false);
    return request(
        model,
        text("Say in JSON that you are ready."),
        4 * LONG,
        null,
        new ResponseFormat.JsonSchema("readiness", null, schema, true));
  }

  private static ObjectNode object(String member) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject(member).put("type", "boolean");
    schema.putArray("required").add(member);
    return schema;
  }

  private static Message text(String text) {
    return Message.text(Role.USER, text);
  }

  private static ChatRequest request(
      String model,
      Message message,
      int maxTokens,
      @Nullable Tool tool,
      @Nullable ResponseFormat format) {
    return new ChatRequest(
        model,
        List.of(message),
        tool == null ? List.of() : List.of(tool),
        tool == null ? null : new ToolChoice.Required(),
        null,
        format,
        new Sampling(maxTokens, null, null, null, null, null, List.of(), null, null, null),
        Map.of());
  }
}
