package io.llmgw.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** Asks before what cannot be undone. */
final class Confirmation {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final CommandLine commandLine;

  Confirmation(SharedOptions shared, Surroundings surroundings, CommandLine commandLine) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.commandLine = commandLine;
  }

  /** Returns when the answer is yes; else the command ends. */
  void require(boolean yes, String question) {
    if (yes) {
      return;
    }
    if (shared.noInput || !surroundings.tty().in()) {
      throw new CommandException(
          ExitCode.USAGE,
          "there is nobody to ask: " + question,
          commandLine.getCommandSpec().qualifiedName() + " … --yes");
    }
    PrintWriter err = commandLine.getErr();
    err.print(question + " [y/N] ");
    err.flush();
    if (!answer().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new CommandException(ExitCode.INTERRUPTED, "nothing was changed", null);
    }
  }

  private String answer() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line.strip();
    } catch (IOException _) {
      return "";
    }
  }
}
