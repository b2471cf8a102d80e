package io.llmgw.provider;

import java.util.Map;

/** What proves to an upstream who asks. Thread-safe. */
public interface Credentials {

  /**
   * The headers to send; may block for a token.
   *
   * @throws io.llmgw.model.GatewayException when there is no token to be had, saying why
   */
  Map<String, String> headers(Call call);

  /** Told that the headers were refused; whether asking for them again gives others. */
  default boolean refused() {
    return false;
  }
}
