package io.llmgw.provider.azure;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;

/** Says that a way to an identity does not exist here. */
final class NoIdentityException extends GatewayException {
  NoIdentityException(String message) {
    super(ErrorKind.AUTHENTICATION, message);
  }
}
