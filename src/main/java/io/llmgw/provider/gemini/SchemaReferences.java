package io.llmgw.provider.gemini;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the references inside a schema name. */
record SchemaReferences(JsonNode root) {

  /** The schema that reference names, or null when there is none inside the same document. */
  @Nullable ObjectNode find(String reference) {
    if (!reference.startsWith("#/")) {
      return null;
    }
    try {
      // as in an address, where a plus is a plus
      String pointer =
          URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      return root.at(JsonPointer.compile(pointer)) instanceof ObjectNode found ? found : null;
    } catch (IllegalArgumentException _) {
      // a broken escape names nothing
      return null;
    }
  }
}
