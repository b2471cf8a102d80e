package io.llmgw.chat.terminal;

import io.llmgw.chat.command.Commands;
import io.llmgw.chat.command.SlashCommand;
import io.llmgw.chat.command.Talk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, what may follow them, and paths after an at sign. */
final class ChatCompleter implements Completer {
  private static final int MOST_FILES = 200;

  private final Talk talk;
  private final Commands commands;

  ChatCompleter(Talk talk, Commands commands) {
    this.talk = talk;
    this.commands = commands;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word();
    boolean first = line.wordIndex() == 0;
    if (word.startsWith("@")) {
      paths("@", word.substring(1), candidates);
    } else if (first && word.startsWith("/")) {
      commands.all().forEach(command -> candidates.add(candidate(command)));
    } else if (!first && line.line().startsWith("/")) {
      argument(line.line(), word, candidates);
    }
  }

  private static Candidate candidate(SlashCommand command) {
    return new Candidate(
        "/" + command.name(),
        "/" + command.name(),
        command.group().title(),
        command.summary(),
        null,
        null,
        true);
  }

  private void argument(String line, String word, List<Candidate> candidates) {
    String name = line.substring(1).split("\\s", 2)[0];
    Optional<SlashCommand> command = commands.find(name);
    if (command.isEmpty()) {
      return;
    }
    command
        .get()
        .values()
        .apply(talk)
        .forEach(
            value -> candidates.add(new Candidate(value, value, null, null, null, null, true)));
    String arguments = command.get().arguments();
    if (arguments.contains("FILE") || arguments.contains("PATH")) {
      paths("", word, candidates);
    }
  }

  private void paths(String before, String typed, List<Candidate> candidates) {
    int slash = typed.lastIndexOf('/');
    String folder = typed.substring(0, slash + 1);
    Path place = talk.file(folder.isEmpty() ? "." : folder);
    boolean hidden = typed.startsWith(".", slash + 1);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
      int count = 0;
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") != hidden || name.contains(" ")) {
          continue;
        }
        boolean further = Files.isDirectory(file);
        String value = before + folder + name + (further ? "/" : "");
        candidates.add(new Candidate(value, name, null, null, null, null, !further));
        if (++count == MOST_FILES) {
          return;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException _) {
      // no such folder: nothing to complete
    }
  }
}
