package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.CONTEXT;

import io.llmgw.chat.Attachment;
import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Context;
import io.llmgw.chat.Entry;
import io.llmgw.chat.ModelNames;
import io.llmgw.chat.Roles;
import io.llmgw.chat.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Commands about what the model is sent. */
final class ContextCommands {
  private static final String SUMMARIZE =
      "Summarize our conversation so far for your own use, so that we can go on without the rest:"
          + " facts, decisions, names, code that matters, open questions. Write nothing else.";

  private ContextCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "file",
                CONTEXT,
                "PATH|URL…",
                "attach to the next question",
                ContextCommands::attach)
            .or("attach", "add", "image"),
        SlashCommand.of(
            "paste",
            CONTEXT,
            "",
            "attach what is on the clipboard, text or image",
            (talk, _) -> paste(talk)),
        SlashCommand.of("files", CONTEXT, "", "what is attached", (talk, _) -> files(talk)),
        SlashCommand.of("detach", CONTEXT, "n|all", "take it away again", ContextCommands::detach)
            .completing(talk -> talk.chat().attachments().stream().map(Attachment::name).toList()),
        SlashCommand.of(
            "run",
            CONTEXT,
            "COMMAND",
            "run it, attach what it prints; also !COMMAND",
            ContextCommands::run),
        SlashCommand.of(
            "context",
            CONTEXT,
            "",
            "what fills the model's window",
            (talk, _) -> {
              Context context = Context.of(talk.chat());
              talk.screen().say(context.describe(talk.symbols()));
            }),
        SlashCommand.of(
                "compact",
                CONTEXT,
                "[hint]",
                "go on with a summary; all turns are kept",
                ContextCommands::compact)
            .or("compress", "summarize"),
        SlashCommand.of(
                "role",
                CONTEXT,
                "[name|save name]",
                "take a saved prompt, model and parameters",
                ContextCommands::role)
            .completing(talk -> talk.chat().outside().roles().names()),
        SlashCommand.of(
            "system",
            CONTEXT,
            "[TEXT|@FILE|off]",
            "show or set the system prompt",
            ContextCommands::system));
  }

  private static void attach(Talk talk, String argument) {
    if (argument.isEmpty()) {
      throw ChatException.wrong("no file is named", "/file notes.txt");
    }
    Attachments attachments = talk.attachments();
    boolean whole = !Attachments.isAddress(argument) && Files.exists(attachments.resolve(argument));
    for (String name : whole ? new String[] {argument} : argument.split("\\s+")) {
      Attachment attachment = attachments.read(name);
      talk.chat().attachments().add(attachment);
      talk.screen().note("attached " + attachment.description());
    }
  }

  private static void paste(Talk talk) {
    byte[] pasted =
        talk.screen()
            .paste()
            .orElseThrow(() ->
                ChatException.wrong(
                    "the clipboard is empty, or cannot be read from here",
                    "paste text with the terminal's own key; /file NAME for an image"));
    Attachment attachment = Attachment.ofClipboard(pasted);
    talk.chat().attachments().add(attachment);
    talk.screen().note("attached " + attachment.description());
  }

  private static void files(Talk talk) {
    List<Attachment> attached = talk.chat().attachments();
    if (attached.isEmpty()) {
      talk.screen().note("nothing is attached; /file NAME, or @NAME in a question");
    }
    for (int i = 0; i < attached.size(); i++) {
      talk.screen().say("%2d  %s".formatted(i + 1, attached.get(i).description()));
    }
  }

  private static void detach(Talk talk, String argument) {
    List<Attachment> attached = talk.chat().attachments();
    if (argument.equals("all")) {
      attached.clear();
    } else if (!attached.removeIf(attachment -> attachment.name().equals(argument))) {
      int n = TurnCommands.number(argument, "a file");
      if (n > attached.size()) {
        throw ChatException.wrong("there are %d files".formatted(attached.size()), "/files");
      }
      attached.remove(n - 1);
    }
    files(talk);
  }

  /** Runs a command of the system's shell and shows what it prints. */
  static void run(Talk talk, String command) {
    if (command.isEmpty()) {
      throw ChatException.wrong("no command is named", "!git diff");
    }
    String text = ShellCommand.run(command, talk.screen()::interrupted);
    if (text.isBlank()) {
      talk.screen().note("it printed nothing");
      return;
    }
    talk.screen().say(text.stripTrailing());
    if (talk.screen().confirm("attach this to the next question?")) {
      Attachment attachment = Attachment.ofText("$ " + command, text);
      talk.chat().attachments().add(attachment);
      talk.screen().note("attached " + attachment.description());
    }
  }

  private static void compact(Talk talk, String hint) {
    Chat chat = talk.chat();
    if (chat.conversation().context().size() < 2) {
      throw ChatException.wrong("there is nothing to summarize yet", null);
    }
    String before = chat.conversation().head();
    Entry question = chat.say(hint.isEmpty() ? SUMMARIZE : SUMMARIZE + " Above all: " + hint);
    talk.screen().note("summarizing");
    Optional<String> summary = talk.aside(question);
    chat.moveTo(before);
    if (summary.isPresent()) {
      chat.summarize("Summary of the conversation so far:\n\n" + summary.get());
      talk.screen().note("going on with a summary; /undo brings the turns back");
    }
  }

  private static void role(Talk talk, String argument) {
    Chat chat = talk.chat();
    Roles roles = chat.outside().roles();
    String[] words = argument.split("\\s+", 2);
    if (argument.isEmpty()) {
      List<String> names = roles.names();
      talk.screen().say(names.isEmpty() ? "no role is saved yet" : String.join("\n", names));
    } else if (words[0].equals("save") && words.length > 1) {
      talk.screen().note("wrote " + roles.write(words[1], chat.settings()));
    } else {
      Roles.Role role = roles.read(argument);
      Settings settings = chat.settings();
      String model =
          role.model() == null ? settings.model() : ModelNames.find(role.model(), chat.backend());
      chat.set(
          settings
              .withModel(model)
              .withSystem(role.system())
              .withParameters(settings.parameters().with(role.parameters())));
      talk.screen().note("the role is %s, the model %s".formatted(argument, model));
    }
  }

  private static void system(Talk talk, String argument) {
    Chat chat = talk.chat();
    String now = chat.settings().system();
    if (argument.isEmpty()) {
      talk.screen().say(now == null ? "there is no system prompt" : now);
      return;
    }
    String text = argument.startsWith("@") ? read(talk, argument.substring(1)) : argument;
    chat.set(chat.settings().withSystem(argument.equals("off") ? null : text));
    talk.screen().note(argument.equals("off") ? "no system prompt" : "system prompt set");
  }

  private static String read(Talk talk, String name) {
    try {
      return Files.readString(talk.file(name)).strip();
    } catch (IOException e) {
      throw ChatException.wrong("cannot read %s: %s".formatted(name, e.getMessage()), null);
    }
  }
}
