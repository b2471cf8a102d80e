package io.llmgw.cli;

import io.llmgw.model.GatewayException;

/** No answer, or half of one: what went wrong, and whose model it was. */
final class AnswerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient GatewayException failure;
  private final String provider;

  /**
   * @param provider empty when it is not known
   */
  AnswerFailure(GatewayException failure, String provider) {
    super(failure);
    this.failure = failure;
    this.provider = provider;
  }

  GatewayException failure() {
    return failure;
  }

  String provider() {
    return provider;
  }
}
