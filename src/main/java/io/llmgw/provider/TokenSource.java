package io.llmgw.provider;

/** A way to get a token. */
public interface TokenSource {

  /**
   * Gets a new one; blocks for seconds at most.
   *
   * @throws io.llmgw.model.GatewayException when there is none to be had, saying why
   */
  Token fetch(Call call);
}
