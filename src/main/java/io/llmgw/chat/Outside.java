package io.llmgw.chat;

import java.nio.file.Path;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * What commands reach beyond the chat.
 *
 * @param doctor checks addresses and keys of what is configured; returns its report
 * @param keys keeps a key, named second, of the provider named first, and looks what it opens;
 *     returns what was found
 */
public record Outside(Roles roles, Supplier<String> doctor, BinaryOperator<String> keys) {

  /** Nothing. */
  static Outside none() {
    return new Outside(new Roles(Path.of("roles")), () -> "nothing is configured", (_, _) -> "");
  }
}
