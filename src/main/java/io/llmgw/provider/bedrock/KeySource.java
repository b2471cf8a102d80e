package io.llmgw.provider.bedrock;

import io.llmgw.provider.Call;

/** Where the keys come from that requests are signed with. Thread-safe. */
interface KeySource {

  /**
   * The keys of now; may block to get them.
   *
   * @throws io.llmgw.model.GatewayException when there are none to be had, saying why
   */
  AwsKeys keys(Call call);

  /** Told that the keys were refused; whether asking for them again gives others. */
  default boolean refused() {
    return false;
  }
}
