package io.llmgw.chat;

import io.llmgw.model.ErrorKind;
import org.jspecify.annotations.Nullable;

/** Something in a chat cannot be done, for a reason its user can do something about. */
public final class ChatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final @Nullable String hint;

  /**
   * @param message what is wrong, for people
   * @param hint what to do, best a command that can be pasted
   */
  public ChatException(ErrorKind kind, String message, @Nullable String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** Wrong words of the user's. */
  public static ChatException wrong(String message, @Nullable String hint) {
    return new ChatException(ErrorKind.INVALID_REQUEST, message, hint);
  }

  public ErrorKind kind() {
    return kind;
  }

  public @Nullable String hint() {
    return hint;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
