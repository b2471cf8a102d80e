package io.llmgw.server.anthropic;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request into the canonical model. Liberal about fields it does not know, since clients
 * send new ones every month, and strict about the types of those it does.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">the request</a>
 */
final class MessagesDecoder {
  /** Members with a canonical place, or that only concern the gateway. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "model",
          "messages",
          "system",
          "tools",
          "tool_choice",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "stream",
          "thinking",
          "output_config",
          "output_format",
          "metadata",
          "cache_control");

  private final JsonNode body;
  private final Fidelity fidelity;
  private final BlockDecoder blocks;

  private MessagesDecoder(JsonNode body, Fidelity fidelity) {
    this.body = body;
    this.fidelity = fidelity;
    this.blocks = new BlockDecoder(fidelity);
  }

  /**
   * Decodes a body.
   *
   * @param fidelity is told what has no canonical place
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  static ChatRequest decode(JsonNode body, Fidelity fidelity) {
    return new MessagesDecoder(body, fidelity).request();
  }

  private ChatRequest request() {
    List<Message> messages = new ArrayList<>();
    system(messages);
    messages(messages);
    ToolDecoder tools = new ToolDecoder(body, fidelity);
    body.propertyNames().stream()
        .filter(name -> !UNDERSTOOD.contains(name) && !body.get(name).isNull())
        .forEach(name -> fidelity.lose(name, "only Anthropic has it"));
    return new ChatRequest(
        body.path("model").asString(""),
        messages,
        tools.tools(),
        tools.choice(),
        tools.parallel(),
        format(),
        sampling(),
        extras());
  }

  private void system(List<Message> messages) {
    JsonNode system = body.path("system");
    if (system.isMissingNode() || system.isNull()) {
      return;
    }
    List<Part> parts = new ArrayList<>();
    if (system.isString()) {
      parts.add(new Part.Text(system.asString()));
    } else if (system.isArray()) {
      for (int i = 0; i < system.size(); i++) {
        JsonNode block = system.get(i);
        String text = block.path("text").asString("");
        if (text.startsWith(BILLING)) {
          // it differs with every request, which no other provider's cache would survive
          fidelity.lose("system[" + i + "]", "the billing line is for Anthropic alone");
        } else {
          parts.addAll(blocks.block(block, "system[" + i + "]"));
        }
      }
    } else {
      throw wrong("system", "must be a string or a list of text blocks");
    }
    parts.removeIf(part -> part instanceof Part.Text text && text.text().isEmpty());
    if (!parts.isEmpty()) {
      messages.add(new Message(Role.SYSTEM, parts));
    }
  }

  private static final String BILLING = "x-anthropic-billing-header";

  private void messages(List<Message> messages) {
    JsonNode list = body.path("messages");
    if (!list.isArray() || list.isEmpty()) {
      throw wrong("messages", "must be a list with at least one message");
    }
    for (int i = 0; i < list.size(); i++) {
      message(list.get(i), "messages[" + i + "]", messages);
    }
  }

  private void message(JsonNode message, String at, List<Message> messages) {
    if (!message.isObject()) {
      throw wrong(at, "must be an object");
    }
    Role role =
        switch (message.path("role").asString("")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          case "" -> throw wrong(at + ".role", "is missing");
          default -> throw wrong(at + ".role", "must be user, assistant or system");
        };
    List<Part> parts = blocks.content(message.path("content"), at + ".content");
    List<Part> results = parts.stream().filter(Part.ToolResult.class::isInstance).toList();
    if (role == Role.USER && !results.isEmpty()) {
      messages.add(new Message(Role.TOOL, results));
      parts = parts.stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
      if (parts.stream().allMatch(Part.CachePoint.class::isInstance)) {
        return;
      }
    }
    messages.add(new Message(role, parts));
  }

  private @Nullable ResponseFormat format() {
    JsonNode format = body.path("output_config").path("format");
    JsonNode wanted = format.isMissingNode() ? body.path("output_format") : format;
    if (wanted.isMissingNode() || wanted.isNull()) {
      return null;
    }
    String field = format.isMissingNode() ? "output_format" : "output_config.format";
    if (!wanted.path("type").asString("").equals("json_schema")) {
      throw wrong(field + ".type", "must be 'json_schema'");
    }
    if (!wanted.path("schema").isObject()) {
      throw wrong(field + ".schema", "must be an object");
    }
    return new ResponseFormat.JsonSchema("response", null, wanted.get("schema"), true);
  }

  private Sampling sampling() {
    Integer limit = whole("max_tokens", 0);
    if (limit != null && limit == 0) {
      fidelity.change("max_tokens", "0, which only warms Anthropic's cache up, becomes 1");
    }
    return new Sampling(
        limit == null ? null : Math.max(1, limit),
        number("temperature"),
        number("top_p"),
        null,
        null,
        null,
        stop(),
        effort(),
        budget(),
        whole("top_k", 0));
  }

  private @Nullable String effort() {
    JsonNode thinking = body.path("thinking");
    if (!thinking.isMissingNode() && !thinking.isNull() && !thinking.isObject()) {
      throw wrong("thinking", "must be an object");
    }
    String type = thinking.path("type").asString("");
    if (type.equals("disabled")) {
      return "none";
    }
    String effort = body.path("output_config").path("effort").asString("");
    if (!effort.isEmpty()) {
      return effort;
    }
    Integer budget = budget();
    if (budget != null) {
      return effortOf(budget);
    }
    return type.equals("adaptive") || type.equals("enabled") ? "medium" : null;
  }

  /** The effort that a budget of thinking tokens stands for. */
  private static String effortOf(int budget) {
    if (budget <= 512) {
      return "minimal";
    }
    if (budget <= 1024) {
      return "low";
    }
    if (budget <= 8192) {
      return "medium";
    }
    return budget <= 24_576 ? "high" : "xhigh";
  }

  private @Nullable Integer budget() {
    JsonNode budget = body.path("thinking").path("budget_tokens");
    if (budget.isMissingNode() || budget.isNull()) {
      return null;
    }
    if (!budget.isIntegralNumber() || !budget.canConvertToInt() || budget.asInt() < 0) {
      throw wrong("thinking.budget_tokens", "must be a whole number");
    }
    return budget.asInt();
  }

  private @Nullable Integer whole(String field, int least) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least) {
      throw wrong(field, "must be a whole number of at least " + least);
    }
    return value.asInt();
  }

  private @Nullable Double number(String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw wrong(field, "must be a number");
    }
    return number;
  }

  private List<String> stop() {
    JsonNode stop = body.path("stop_sequences");
    if (stop.isMissingNode() || stop.isNull()) {
      return List.of();
    }
    List<String> sequences = new ArrayList<>();
    for (JsonNode sequence : stop) {
      if (!sequence.isString()) {
        throw wrong("stop_sequences", "must be a list of strings");
      }
      sequences.add(sequence.asString());
    }
    if (!stop.isArray()) {
      throw wrong("stop_sequences", "must be a list of strings");
    }
    return sequences;
  }

  private Map<String, JsonNode> extras() {
    JsonNode metadata = body.path("metadata");
    if (!metadata.isMissingNode() && !metadata.isNull() && !metadata.isObject()) {
      throw wrong("metadata", "must be an object");
    }
    JsonNode user = metadata.path("user_id");
    Map<String, JsonNode> extras = new HashMap<>();
    if (user.isString() && user.asString().length() <= LONGEST_USER) {
      extras.put("user", user);
    } else if (!user.isMissingNode() && !user.isNull()) {
      fidelity.lose("metadata.user_id", "it is longer than other providers take");
    }
    return extras;
  }

  private static final int LONGEST_USER = 64;
}
