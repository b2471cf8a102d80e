package io.llmgw.store;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import org.jspecify.annotations.Nullable;

/**
 * A database could not be opened, read or written. What was acknowledged before is still there: a
 * failed write changes nothing. The message says what is wrong and where; {@link #remedy} what to
 * do about it.
 */
public final class StoreException extends GatewayException {
  private final Problem problem;
  private final String remedy;

  /** What is wrong with a database. */
  public enum Problem {
    /** Another process holds it for too long; a later try can succeed. */
    LOCKED,
    /** No room is left on the disk. */
    FULL,
    /** This user may not read or write it. */
    PERMISSION,
    /** Others may read it, and it holds what they must not. */
    EXPOSED,
    /** It is no database, or broken. */
    DAMAGED,
    /** A newer program wrote it. */
    NEWER_SCHEMA,
    /** The server cannot be reached, or does not let us in. */
    UNREACHABLE,
    /** The write breaks a rule, such as a name that is taken. */
    CONFLICT,
    /** Anything else. */
    FAILED
  }

  public StoreException(Problem problem, String message, String remedy) {
    this(problem, message, remedy, null);
  }

  public StoreException(Problem problem, String message, String remedy, @Nullable Throwable cause) {
    super(kind(problem), message, ErrorDetail.NONE, cause);
    this.problem = problem;
    this.remedy = remedy;
  }

  private static ErrorKind kind(Problem problem) {
    return switch (problem) {
      case CONFLICT -> ErrorKind.INVALID_REQUEST;
      case LOCKED, FULL, PERMISSION, EXPOSED, DAMAGED, NEWER_SCHEMA, UNREACHABLE, FAILED ->
          ErrorKind.UNAVAILABLE;
    };
  }

  public Problem problem() {
    return problem;
  }

  /** What the person who reads the message can do, in one sentence. */
  public String remedy() {
    return remedy;
  }
}
