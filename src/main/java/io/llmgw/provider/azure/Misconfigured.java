package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;

/** What to say about an entry of the configuration that cannot work. */
final class Misconfigured {
  private Misconfigured() {}

  /**
   * The refusal of one setting.
   *
   * @param what goes on after the setting's name: {@code is not a URL}
   */
  static GatewayException of(DeploymentConfig deployment, String setting, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        "The %s of '%s' %s (%s)."
            .formatted(setting, deployment.modelName(), what, deployment.origin()),
        ErrorDetail.ofParam(setting));
  }

  static GatewayException base(DeploymentConfig deployment, String what) {
    return of(deployment, "api_base", what);
  }
}
