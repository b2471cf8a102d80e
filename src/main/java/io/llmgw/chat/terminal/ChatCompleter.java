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

  /** Rows for the line that is typed and the one at the bottom. */
  private static final int AROUND = 3;

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
      commands(reader, word, candidates);
    } else if (!first && line.line().startsWith("/")) {
      argument(line.line(), word, candidates);
    }
  }

  /** With what they do, unless the window is too small to tell. */
  private void commands(LineReader reader, String word, List<Candidate> candidates) {
    List<SlashCommand> found =
        commands.all().stream().filter(each -> ("/" + each.name()).startsWith(word)).toList();
    int rows = found.size() + SlashCommand.Group.values().length + AROUND;
    boolean room = rows <= reader.getTerminal().getSize().getRows();
    for (SlashCommand command : found) {
      String name = "/" + command.name();
      candidates.add(
          room
              ? new Candidate(
                  name, name, command.group().title(), command.summary(), null, null, true)
              : new Candidate(name));
    }
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
        .forEach(value -> {
          String[] sides = value.split("\t", 2);
          String about = sides.length > 1 ? sides[1] : null;
          candidates.add(new Candidate(sides[0], sides[0], null, about, null, null, true));
        });
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
