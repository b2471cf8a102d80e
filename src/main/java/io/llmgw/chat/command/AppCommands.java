package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.APP;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Footer;
import io.llmgw.chat.command.SlashCommand.Group;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands about the program itself. */
final class AppCommands {
  private static final String KEYS =
      """
      Keys
        Enter                     send; Alt-Enter, Ctrl-J, or a \\ at the end: new line
        \"""                       begins and ends a block of lines, as ::: does
        Esc, Ctrl-C               stop an answer; what came of it is kept
        Esc Esc                   choose where to go back to
        Ctrl-T                    show what the model thinks, or fold it
        Ctrl-C, Ctrl-D            clear the line; leave on an empty one
        Tab, Up, Ctrl-R           complete; earlier lines that begin so; search them
        Right                     take the grey suggestion
        Ctrl-X Ctrl-E, Ctrl-G     edit in $VISUAL or $EDITOR
        Ctrl-L                    clear the screen
        @path                     attach a file from within a question
        !command                  run it, attach what it prints
        //text                    send a line that begins with a slash\
      """;

  private AppCommands() {}

  static List<SlashCommand> all(Commands commands) {
    return List.of(
        SlashCommand.of(
                "editor",
                APP,
                "",
                "write the next question in an editor",
                (talk, _) -> editor(talk))
            .or("multiline"),
        SlashCommand.of("theme", APP, "[name]", "choose the colours", AppCommands::theme)
            .completing(_ -> themes()),
        SlashCommand.of(
                "status", APP, "", "model, session, parameters, cost", (talk, _) -> status(talk))
            .or("info"),
        SlashCommand.of(
                "key",
                APP,
                "PROVIDER",
                "keep a provider's key, unseen; find its models",
                AppCommands::key)
            .completing(_ -> List.of("openai", "anthropic", "gemini")),
        SlashCommand.of(
            "doctor",
            APP,
            "",
            "check addresses and keys of what is configured",
            (talk, _) -> {
              talk.screen().note("checking");
              talk.screen().say(talk.chat().outside().doctor().get());
            }),
        SlashCommand.of(
                "help",
                APP,
                "[command]",
                "this list, or one command",
                (talk, argument) -> help(talk, commands, argument))
            .or("?")
            .completing(_ -> commands.all().stream().map(SlashCommand::name).toList()),
        SlashCommand.of("exit", APP, "", "leave", (talk, _) -> talk.leave())
            .or("quit", "bye", "q"));
  }

  private static void key(Talk talk, String provider) {
    if (provider.isEmpty() || provider.contains(" ")) {
      throw ChatException.wrong("no provider is named", "/key openai; the key is asked for then");
    }
    Optional<String> key = talk.screen().secret("key of " + provider + " (not shown):");
    if (key.isEmpty()) {
      talk.screen().note("nothing was stored");
      return;
    }
    talk.screen().note(talk.chat().outside().keys().apply(provider, key.get()));
  }

  private static void editor(Talk talk) {
    talk.screen().edit("").filter(text -> !text.isBlank()).ifPresent(talk::prefill);
  }

  private static List<String> themes() {
    return Stream.of(Theme.values()).map(Theme::word).toList();
  }

  private static void theme(Talk talk, String argument) {
    if (!argument.isEmpty()) {
      Theme theme =
          Theme.of(argument)
              .orElseThrow(() ->
                  ChatException.wrong(
                      "there is no theme '%s'".formatted(argument),
                      "there are " + String.join(", ", themes())));
      talk.view().useTheme(theme);
    }
    talk.screen().note("the theme is " + talk.view().theme().word());
  }

  private static void status(Talk talk) {
    Chat chat = talk.chat();
    Screen screen = talk.screen();
    screen.say("model      " + chat.settings().model());
    screen.say("chat       " + chat.session().id() + "  " + chat.session().title());
    screen.say("messages   " + chat.conversation().path().size());
    screen.say(
        "system     " + (chat.settings().system() == null ? "none" : chat.settings().system()));
    screen.say("parameters " + chat.settings().parameters());
    screen.say("files      " + chat.attachments().size());
    screen.say("spent      " + Footer.usd(chat.spentUsd()));
  }

  private static void help(Talk talk, Commands commands, String argument) {
    if (!argument.isEmpty()) {
      String name = argument.replaceFirst("^/", "");
      SlashCommand command =
          commands.find(name).orElseThrow(() -> commands.unknown("/" + name, name));
      talk.screen().say(command.usage() + "\n  " + command.summary());
      if (!command.aliases().isEmpty()) {
        talk.screen().note("  also /" + String.join(", /", command.aliases()));
      }
      return;
    }
    for (Group group : Group.values()) {
      talk.screen().say(group.title());
      commands.all().stream()
          .filter(command -> command.group() == group)
          .forEach(command ->
              talk.screen().say("  %-28s %s".formatted(command.usage(), command.summary())));
    }
    talk.screen().say(KEYS);
  }
}
