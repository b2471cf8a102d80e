package io.llmgw.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A database could not be opened, read or written. What was acknowledged before is still there: a
 * failed write changes nothing. The message says what is wrong and where; {@link #remedy} what to
 * do about it.
 */
public final class StoreException extends RuntimeException {
  private final Kind kind;
  private final String remedy;

  /** What is wrong with a database. */
  public enum Kind {
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

  public StoreException(Kind kind, String message, String remedy) {
    this(kind, message, remedy, null);
  }

  public StoreException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  public Kind kind() {
    return kind;
  }

  /** What the person who reads the message can do, in one sentence. */
  public String remedy() {
    return remedy;
  }

  /** The message; never null, unlike {@link #getMessage()} of other exceptions. */
  public String text() {
    return Objects.requireNonNullElse(getMessage(), kind.name());
  }
}
