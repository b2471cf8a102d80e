package io.llmgw.model;

/**
 * What went wrong, in the gateway's own vocabulary. Each dialect maps a kind to its error body
 * once, the command line maps it to an exit code once, and routing decides by it whether another
 * try can help.
 */
public enum ErrorKind {
  /** The request itself is wrong; the same request will fail again anywhere. */
  INVALID_REQUEST(400),
  /** The prompt is longer than the model's context window. */
  CONTEXT_LENGTH(400),
  /** The provider's content policy refused the prompt or the answer. */
  CONTENT_FILTER(400),
  /** No key, or a key that is refused. */
  AUTHENTICATION(401),
  /** The key is good but may not do this. */
  PERMISSION(403),
  /** The model or deployment does not exist. */
  NOT_FOUND(404),
  /** A time limit passed before the answer was there. */
  TIMEOUT(408),
  /** The request body is larger than allowed. */
  TOO_LARGE(413),
  /** Well-formed but refused by the provider's own validation. */
  UNPROCESSABLE(422),
  /** Too many requests or tokens for now; a later try can succeed. */
  RATE_LIMIT(429),
  /** No credit or quota left; waiting does not help. */
  QUOTA(429),
  /** The gateway's own budget forbids the call. */
  BUDGET(429),
  /** The provider failed: an answer of 5xx, or one that is not an answer at all. */
  UPSTREAM(502),
  /** The provider could not be reached, or the connection broke. */
  NETWORK(502),
  /** The provider, or the gateway while it drains, takes no more work now. */
  UNAVAILABLE(503),
  /** The client went away; nobody reads the answer. */
  CANCELLED(499),
  /** A fault of the gateway itself. */
  INTERNAL(500);

  private final int status;

  ErrorKind(int status) {
    this.status = status;
  }

  /** The HTTP status a client sees when the provider gave no better one. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed on another deployment or a little later. */
  public boolean retryable() {
    return switch (this) {
      case TIMEOUT, RATE_LIMIT, UPSTREAM, NETWORK, UNAVAILABLE -> true;
      case INVALID_REQUEST,
          CONTEXT_LENGTH,
          CONTENT_FILTER,
          AUTHENTICATION,
          PERMISSION,
          NOT_FOUND,
          TOO_LARGE,
          UNPROCESSABLE,
          QUOTA,
          BUDGET,
          CANCELLED,
          INTERNAL ->
          false;
    };
  }

  /** The kind an HTTP status stands for when the body says nothing more precise. */
  public static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 401 -> AUTHENTICATION;
      case 402 -> QUOTA;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 408, 504 -> TIMEOUT;
      case 413 -> TOO_LARGE;
      case 422 -> UNPROCESSABLE;
      case 429 -> RATE_LIMIT;
      case 503, 529 -> UNAVAILABLE;
      default -> status >= 500 ? UPSTREAM : INVALID_REQUEST;
    };
  }
}
