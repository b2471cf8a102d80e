package io.llmgw.app;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.model.Cancellation;
import io.llmgw.server.anthropic.AnthropicRequests;
import io.llmgw.server.ollama.OllamaRequests;
import io.llmgw.server.openai.OpenAiRequests;
import io.llmgw.server.responses.ResponsesRequests;
import java.util.Locale;
import java.util.UUID;

/** The protocols clients may speak. */
public enum Dialect {
  OPENAI,
  RESPONSES,
  ANTHROPIC,
  OLLAMA;

  /**
   * A chat request in that dialect, which nobody waits for.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong with it
   */
  public GatewayRequest chat(byte[] body) {
    String id = UUID.randomUUID().toString();
    return switch (this) {
      case OPENAI -> OpenAiRequests.chat(id, body, new Cancellation());
      case RESPONSES -> ResponsesRequests.chat(id, body, new Cancellation());
      case OLLAMA -> OllamaRequests.chat(id, body, new Cancellation());
      case ANTHROPIC -> AnthropicRequests.chat(id, body, new Cancellation());
    };
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
