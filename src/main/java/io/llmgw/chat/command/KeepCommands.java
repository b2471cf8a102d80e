package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.KEEP;

import io.llmgw.chat.ChatException;
import io.llmgw.chat.CodeBlocks;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Export;
import io.llmgw.model.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands that take something out of the chat. */
final class KeepCommands {
  private KeepCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "copy",
                KEEP,
                "[code [n]|n|all]",
                "copy the last answer, code of it, or the chat",
                KeepCommands::copy)
            .completing(_ -> List.of("code", "all")),
        SlashCommand.of(
            "save", KEEP, "FILE [code n]", "write the last answer to a file", KeepCommands::save),
        SlashCommand.of(
                "export",
                KEEP,
                "[FILE.md|json|html]",
                "write the chat to a file, or print it",
                KeepCommands::export)
            .or("share"),
        SlashCommand.of(
            "show", KEEP, "[n]", "print the n-th answer as it was written", KeepCommands::show));
  }

  private static Entry lastAnswer(Talk talk) {
    Entry answer = talk.chat().conversation().lastAnswer();
    if (answer == null) {
      throw ChatException.wrong("there is no answer yet", "ask something");
    }
    return answer;
  }

  private static void copy(Talk talk, String argument) {
    String[] words = argument.split("\\s+", 2);
    String text =
        switch (words[0]) {
          case "" -> lastAnswer(talk).text();
          case "all" -> Export.markdown(talk.chat());
          case "code" -> code(lastAnswer(talk), words.length > 1 ? words[1] : "");
          default -> answer(talk, argument).text();
        };
    talk.screen().note(talk.screen().copy(text));
  }

  private static Entry answer(Talk talk, String number) {
    List<Entry> answers =
        talk.chat().conversation().path().stream()
            .filter(entry -> entry.role() == Role.ASSISTANT)
            .toList();
    int n = TurnCommands.number(number, "an answer");
    if (n > answers.size()) {
      throw ChatException.wrong("there are %d answers, not %d".formatted(answers.size(), n), null);
    }
    return answers.get(n - 1);
  }

  private static void save(Talk talk, String argument) {
    String[] words = argument.split("\\s+code(\\s+|$)", 2);
    if (argument.isEmpty()) {
      throw ChatException.wrong("no file is named", "/save answer.md");
    }
    String text = lastAnswer(talk).text();
    boolean code = words.length > 1;
    String what = code ? words[1].strip() : "";
    write(talk, words[0].strip(), code ? code(lastAnswer(talk), what) : text + "\n");
  }

  private static String code(Entry answer, String which) {
    return CodeBlocks.pick(answer.text(), which.isEmpty() ? "last" : which).code();
  }

  private static void write(Talk talk, String name, String text) {
    Path file = talk.file(name);
    if (Files.exists(file) && !talk.screen().confirm(name + " exists; replace it?")) {
      talk.screen().note(name + " was left as it is");
      return;
    }
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ChatException.wrong("cannot write %s: %s".formatted(name, e), "choose another place");
    }
    talk.screen().note("wrote " + name);
  }

  private static void export(Talk talk, String argument) {
    if (talk.chat().conversation().path().isEmpty()) {
      throw ChatException.wrong("nothing was said yet", null);
    }
    if (argument.isEmpty()) {
      talk.screen().say(Export.markdown(talk.chat()).stripTrailing());
      return;
    }
    write(talk, argument, Export.as(argument, talk.chat()));
  }

  private static void show(Talk talk, String argument) {
    talk.screen().page((argument.isEmpty() ? lastAnswer(talk) : answer(talk, argument)).text());
  }
}
