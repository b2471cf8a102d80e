package io.llmgw.provider.openai;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonObjectIndex;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Turns {@code developer} messages into {@code system} ones for upstreams that know no other, and
 * leaves every other byte as it is.
 */
final class DeveloperRole {
  private static final byte[] SYSTEM = "\"system\"".getBytes(StandardCharsets.US_ASCII);

  private DeveloperRole() {}

  /** The changed messages as JSON text; empty when none has that role. */
  static Optional<byte[]> toSystem(JsonObjectIndex body, int messages) {
    JsonObjectIndex message = new JsonObjectIndex();
    Bytes changed = null;
    int copied = body.valueStart(messages);
    int element = body.nextElement(copied + 1);
    while (element >= 0) {
      int end = body.elementEnd(element);
      if (body.bytes()[element] == '{') {
        message.read(body.bytes(), element, end - element);
        int role = message.find("role");
        if (message.textEquals(role, "developer")) {
          changed = changed == null ? new Bytes(body.valueEnd(messages) - copied) : changed;
          changed.append(body.bytes(), copied, message.valueStart(role) - copied).append(SYSTEM);
          copied = message.valueEnd(role);
        }
      }
      element = body.nextElement(end);
    }
    if (changed == null) {
      return Optional.empty();
    }
    return Optional.of(
        changed.append(body.bytes(), copied, body.valueEnd(messages) - copied).toByteArray());
  }
}
