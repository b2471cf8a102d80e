package io.llmgw.probe;

import io.llmgw.model.ErrorKind;

/** Whose concern a failed check is: what scripts tell failures apart by. */
public enum Fault {
  /** Address, version or another setting. */
  CONFIGURATION,
  /** No key, a refused one, or one without the right. */
  AUTHENTICATION,
  /** The model or deployment is not there, or cannot do this. */
  MODEL,
  /** The provider failed. */
  UPSTREAM,
  /** A limit, or no credit. */
  QUOTA,
  /** The provider cannot be reached. */
  NETWORK,
  /** A content filter or the budget forbids it. */
  REFUSED,
  /** A fault of our own. */
  UNFORESEEN;

  /** The fault a failure stands for when nothing more is known of it. */
  static Fault of(ErrorKind kind) {
    return switch (kind) {
      case AUTHENTICATION, PERMISSION -> AUTHENTICATION;
      case NOT_FOUND, CONTEXT_LENGTH -> MODEL;
      case RATE_LIMIT, QUOTA -> QUOTA;
      case NETWORK, TIMEOUT, CANCELLED -> NETWORK;
      case CONTENT_FILTER, BUDGET -> REFUSED;
      case UPSTREAM, UNAVAILABLE, INVALID_REQUEST, TOO_LARGE, UNPROCESSABLE -> UPSTREAM;
      case INTERNAL -> UNFORESEEN;
    };
  }
}
