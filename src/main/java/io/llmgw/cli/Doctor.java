package io.llmgw.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code llmgw test} up to the keys from within a chat. */
final class Doctor {
  private Doctor() {}

  /** What it prints, errors too. */
  static String report(SharedOptions shared, Surroundings surroundings) {
    List<String> arguments = new ArrayList<>(List.of("test", "--level", "auth"));
    if (shared.config != null) {
      arguments.addAll(List.of("--config", shared.config.toString()));
    }
    if (shared.server != null) {
      arguments.addAll(List.of("--server", shared.server));
    }
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    var quiet =
        new Surroundings(surroundings.environment(), Tty.NONE, InputStream.nullInputStream());
    int _ = new Llmgw(quiet, out, out).execute(arguments.toArray(String[]::new));
    return printed.toString().stripTrailing();
  }
}
