package io.llmgw.cli;

import io.llmgw.chat.Symbols;
import java.util.List;

/** What a chat begins with. */
final class FirstRun {
  private FirstRun() {}

  static List<String> greeting(ChatSetup setup, Symbols symbols) {
    String model = setup.chat().settings().model();
    String dot = " " + symbols.dot() + " ";
    return List.of("llmgw " + Version.number() + dot + model + dot + "/help lists everything");
  }
}
