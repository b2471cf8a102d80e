package io.llmgw.server.responses;

import io.llmgw.json.Json;
import io.llmgw.model.ReasoningState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a provider wants back with its thinking, as the text clients carry in {@code
 * encrypted_content}. OpenAI's own text stays as it is; that of others is wrapped.
 */
final class StateText {
  /** The member of an item that carries it. */
  static final String MEMBER = "encrypted_content";

  private static final String PREFIX = "llmgw.";

  private StateText() {}

  static String of(ReasoningState state) {
    String data = state.data();
    if (state.format().equals(ReasoningState.RESPONSES) && data != null) {
      return data;
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("format", state.format());
    put(node, "id", state.id());
    put(node, "signature", state.signature());
    put(node, "data", data);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(node));
  }

  private static byte[] bytes(ObjectNode node) {
    return Json.MAPPER.writeValueAsBytes(node);
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  /**
   * Reads it back; null when it was wrapped here but is broken.
   *
   * @param id the item's
   */
  static @Nullable ReasoningState read(String text, @Nullable String id) {
    if (!text.startsWith(PREFIX)) {
      return new ReasoningState(ReasoningState.RESPONSES, id, null, text);
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      JsonNode node = Json.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
      String format = node.path("format").asString("");
      return format.isEmpty()
          ? null
          : new ReasoningState(
              format,
              node.path("id").asString(null),
              node.path("signature").asString(null),
              node.path("data").asString(null));
    } catch (IllegalArgumentException | JacksonException _) {
      // somebody changed it, so that no provider would take it either
      return null;
    }
  }
}
