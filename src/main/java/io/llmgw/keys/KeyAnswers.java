package io.llmgw.keys;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is told of a key, by LiteLLM's names. */
final class KeyAnswers {
  private KeyAnswers() {}

  static ObjectNode of(VirtualKey key) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("token", key.hash()).put("token_id", key.hash()).put("id", key.id());
    answer.put("key_name", key.masked());
    answer.setAll(KeyFields.write(key.settings()));
    answer.put("created_at", key.created().toString());
    return answer.put("updated_at", key.updated().toString());
  }

  /** With the secret, which must not be told again. */
  static ObjectNode withSecret(VirtualKey key, String secret) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("key", secret);
    answer.setAll(of(key));
    return answer;
  }
}
