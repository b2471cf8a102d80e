package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns {@code developer} messages into {@code system} ones for upstreams that know no other. */
final class DeveloperRole {
  private static final byte[] DEVELOPER = "\"developer\"".getBytes(StandardCharsets.US_ASCII);

  private DeveloperRole() {}

  /** The changed messages as JSON text; empty when none has that role, which is found out without reading them. */
  static Optional<byte[]> toSystem(JsonObjectIndex body, int messages) {
    if (!contains(body.bytes(), body.valueStart(messages), body.valueEnd(messages))) {
      return Optional.empty();
    }
    JsonNode tree = body.tree(messages);
    for (JsonNode message : tree) {
      if (message instanceof ObjectNode object && object.path("role").asString("").equals("developer")) {
        object.put("role", "system");
      }
    }
    return Optional.of(Json.MAPPER.writeValueAsBytes(tree));
  }

  private static boolean contains(byte[] bytes, int from, int to) {
    for (int i = from; i + DEVELOPER.length <= to; i++) {
      if (bytes[i] == '"' && bytes[i + 1] == 'd' && matches(bytes, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < DEVELOPER.length; i++) {
      if (bytes[at + i] != DEVELOPER[i]) {
        return false;
      }
    }
    return true;
  }
}
