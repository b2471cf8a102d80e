package io.llmgw.chat;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What commands reach beyond the chat.
 *
 * @param doctor checks addresses and keys of what is configured; returns its report
 */
public record Outside(Roles roles, Supplier<String> doctor) {

  /** Nothing. */
  static Outside none() {
    return new Outside(new Roles(Path.of("roles")), () -> "nothing is configured");
  }
}
