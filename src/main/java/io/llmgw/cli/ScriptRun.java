package io.llmgw.cli;

import io.llmgw.chat.command.Blocks;
import io.llmgw.chat.command.Commands;
import io.llmgw.chat.command.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Runs the lines of a file as if they were typed; the first one that fails ends it. */
final class ScriptRun {
  private ScriptRun() {}

  static ExitCode run(
      ChatFlags flags, SharedOptions shared, Surroundings surroundings, ChatScreen screen) {
    String name = String.valueOf(flags.script);
    try (InputStream in = open(name, surroundings);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        ChatSetup setup =
            ChatSetup.open(
                flags, shared, surroundings, true, InputStream.nullInputStream(), screen::warn)) {
      setup.chooseModel(new RememberedModel(surroundings).read());
      flags.files.forEach(file -> setup.chat().attachments().add(setup.attachments().read(file)));
      ScriptTalk talk = new ScriptTalk(setup, screen, shared.output);
      Lines commands = new Lines(talk, new Commands());
      ProcessSignal.on(ProcessSignal.INTERRUPT, talk::interrupt);
      for (String line = next(lines); line != null && !talk.leaving(); line = next(lines)) {
        commands.run(line);
        if (talk.interrupted()) {
          return ExitCode.INTERRUPTED;
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot read the script %s: %s".formatted(name, e.getMessage()), null);
    }
  }

  private static InputStream open(String name, Surroundings surroundings) throws IOException {
    if (name.equals("-")) {
      return surroundings.in();
    }
    Path file = surroundings.environment().workingDirectory().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + name, "--script chat.txt");
    }
    return Files.newInputStream(file);
  }

  /** The next line with those that belong to it; null at the end. */
  private static @Nullable String next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && Blocks.goesOn(line)) {
      String more = lines.readLine();
      if (more == null) {
        return line;
      }
      line += "\n" + more;
    }
    return line == null ? null : Blocks.joined(line);
  }
}
