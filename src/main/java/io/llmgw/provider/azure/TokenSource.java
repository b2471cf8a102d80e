package io.llmgw.provider.azure;

import io.llmgw.provider.Call;

/** A way to get a token. */
interface TokenSource {

  /**
   * Gets a new one; blocks for seconds at most.
   *
   * @throws NoIdentityException when this way does not exist here, so that another may be tried
   * @throws io.llmgw.model.GatewayException when it exists but fails
   */
  Token fetch(Call call);
}
