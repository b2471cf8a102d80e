package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Fidelity;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a vendor asks of the order and the form of messages beyond OpenAI's own rules.
 *
 * @param ids what it takes as ids of tool calls
 * @param namedResults whether a tool's result must tell the tool's name
 * @param alternating whether user and assistant must take turns, after one system message
 * @param answeredResults whether the assistant must speak between a tool's result and the user
 * @param lastAnswer what to do with a conversation that ends with the assistant's words
 */
record MessageRules(
    ToolIds ids,
    boolean namedResults,
    boolean alternating,
    boolean answeredResults,
    LastAnswer lastAnswer) {

  /** How an upstream is told to go on with an answer that was begun. */
  enum LastAnswer {
    /** As it is. */
    KEEP,
    /** By the member {@code prefix} of that message. */
    PREFIX,
    /** By a word of the user. */
    ASK
  }

  static MessageRules of(JsonNode entry) {
    return new MessageRules(
        new ToolIds(
            entry.path("idLength").asInt(entry.path("longestId").asInt(0)), entry.has("idLength")),
        entry.path("namedResults").asBoolean(false),
        entry.path("alternating").asBoolean(false),
        entry.path("answeredResults").asBoolean(false),
        LastAnswer.valueOf(entry.path("lastAnswer").asString("keep").toUpperCase(Locale.ROOT)));
  }

  /** Whether these messages may have to be changed. */
  boolean mayConcern(JsonObjectIndex body, int messages) {
    return namedResults
        || alternating
        || answeredResults
        || lastAnswer != LastAnswer.KEEP
        || ids.mayConcern(body, messages);
  }

  /** The messages as the vendor takes them, and whether that is any different. */
  ArrayNode apply(ArrayNode messages, Fidelity fidelity) {
    calls(messages, fidelity);
    ArrayNode ordered = alternating ? alternating(messages, fidelity) : messages;
    ArrayNode answered = answeredResults ? answered(ordered, fidelity) : ordered;
    end(answered, fidelity);
    return answered;
  }

  private void calls(ArrayNode messages, Fidelity fidelity) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode message : messages) {
      for (JsonNode call : message.path("tool_calls")) {
        names.put(call.path("id").asString(""), call.path("function").path("name").asString(""));
        id(call, "id", fidelity);
      }
      if (message instanceof ObjectNode result && isFrom("tool", result)) {
        String name = names.getOrDefault(result.path("tool_call_id").asString(""), "");
        if (namedResults && !result.hasNonNull("name") && !name.isEmpty()) {
          result.put("name", name);
        }
        id(result, "tool_call_id", fidelity);
      }
    }
  }

  private void id(JsonNode node, String member, Fidelity fidelity) {
    String id = node.path(member).asString("");
    String sent = ids.sent(id);
    if (!id.isEmpty() && !sent.equals(id) && node instanceof ObjectNode object) {
      object.put(member, sent);
      fidelity.change("tool_call_id", "ids have another form there");
    }
  }

  /** Neighbours of one role become one message, and what the system says stands at the top. */
  private static ArrayNode alternating(ArrayNode messages, Fidelity fidelity) {
    ArrayNode turns = JsonNodeFactory.instance.arrayNode();
    for (JsonNode message : messages) {
      if (isFrom("system", message)) {
        add(turns, message, fidelity);
      }
    }
    for (JsonNode message : messages) {
      if (!isFrom("system", message)) {
        add(turns, message, fidelity);
      }
    }
    return turns;
  }

  private static void add(ArrayNode turns, JsonNode message, Fidelity fidelity) {
    String role = message.path("role").asString("");
    if (!role.equals("tool")
        && !turns.isEmpty()
        && turns.get(turns.size() - 1) instanceof ObjectNode last
        && isFrom(role, last)) {
      join(last, message);
      fidelity.change("messages", "neighbours of one role are one message there");
    } else {
      turns.add(message);
    }
  }

  private static void join(ObjectNode first, JsonNode second) {
    first.set("content", joined(first.path("content"), second.path("content")));
    if (second.get("tool_calls") instanceof ArrayNode calls) {
      first.withArray("tool_calls").addAll(calls);
    }
  }

  private static JsonNode joined(JsonNode first, JsonNode second) {
    if (isNothing(first) || isNothing(second)) {
      return isNothing(first) ? second : first;
    }
    if (first.isString() && second.isString()) {
      return JsonNodeFactory.instance.stringNode(first.asString() + "\n\n" + second.asString());
    }
    return parts(first).addAll(parts(second));
  }

  private static boolean isNothing(JsonNode content) {
    return content.isMissingNode() || content.isNull() || content.asString("-").isEmpty();
  }

  private static ArrayNode parts(JsonNode content) {
    if (content instanceof ArrayNode parts) {
      return parts;
    }
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    parts.addObject().put("type", "text").put("text", content.asString(""));
    return parts;
  }

  private static ArrayNode answered(ArrayNode messages, Fidelity fidelity) {
    ArrayNode turns = JsonNodeFactory.instance.arrayNode();
    for (JsonNode message : messages) {
      if (isFrom("user", message)
          && !turns.isEmpty()
          && isFrom("tool", turns.get(turns.size() - 1))) {
        turns.addObject().put("role", "assistant").put("content", "OK.");
        fidelity.fill("messages", "the assistant must speak between a tool and the user");
      }
      turns.add(message);
    }
    return turns;
  }

  private void end(ArrayNode messages, Fidelity fidelity) {
    if (messages.isEmpty()
        || !(messages.get(messages.size() - 1) instanceof ObjectNode last)
        || !isFrom("assistant", last)
        || last.has("tool_calls")) {
      return;
    }
    switch (lastAnswer) {
      case KEEP -> {}
      case PREFIX -> {
        if (!last.has("prefix")) {
          last.put("prefix", true);
        }
      }
      case ASK -> {
        messages.addObject().put("role", "user").put("content", "Go on.");
        fidelity.fill("messages", "the last word must be the user's");
      }
    }
  }

  private static boolean isFrom(String role, JsonNode message) {
    return message.path("role").asString("").equals(role);
  }
}
