package io.llmgw.chat.terminal;

import java.util.function.BooleanSupplier;

/**
 * Colours the few words the chat itself says.
 *
 * @param on whether it shows any, now
 */
record Ink(BooleanSupplier on) {

  boolean colors() {
    return on.getAsBoolean();
  }

  String dim(String text) {
    return wrap("2", text);
  }

  String bold(String text) {
    return wrap("1", text);
  }

  String red(String text) {
    return wrap("31", text);
  }

  String prompt(String text) {
    return wrap("1;36", text);
  }

  String reverse(String text) {
    return wrap("7", text);
  }

  private String wrap(String code, String text) {
    return colors() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
