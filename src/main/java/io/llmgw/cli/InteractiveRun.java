package io.llmgw.cli;

import io.llmgw.chat.ChatException;
import io.llmgw.chat.terminal.TerminalChat;
import io.llmgw.config.Places;
import io.llmgw.model.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chats until the user leaves. */
final class InteractiveRun {
  private InteractiveRun() {}

  static ExitCode run(
      ChatFlags flags,
      SharedOptions shared,
      Surroundings surroundings,
      ChatScreen screen,
      String first) {
    return run(flags, shared, surroundings, screen, first, TerminalChat::run);
  }

  /** How the chat gets its terminal. */
  interface Stage {
    void play(TerminalChat chat) throws IOException;
  }

  static ExitCode run(
      ChatFlags flags,
      SharedOptions shared,
      Surroundings surroundings,
      ChatScreen screen,
      String first,
      Stage stage) {
    Thread.ofPlatform().daemon().name("terminal").start(TerminalChat::prepare);
    AtomicReference<@Nullable TerminalChat> opened = new AtomicReference<>();
    List<String> greeting = new ArrayList<>();
    try (ChatSetup setup =
        ChatSetup.open(
            flags,
            shared,
            surroundings,
            InputStream.nullInputStream(),
            warning -> {
              TerminalChat chat = opened.get();
              if (chat == null) {
                greeting.add("warning: " + warning);
              } else {
                chat.warn(warning);
              }
            })) {
      flags.files.forEach(file -> setup.chat().attachments().add(setup.attachments().read(file)));
      RememberedModel remembered = new RememberedModel(surroundings);
      FirstRun look = new FirstRun(setup, screen.symbols());
      look.look(!flags.models.isEmpty() || ChatResume.wanted(flags), remembered.read());
      greeting.addAll(look.greeting());
      String model = setup.chat().settings().model();
      var environment = surroundings.environment();
      TerminalChat chat =
          new TerminalChat(
              setup.chat(),
              setup.attachments(),
              new TerminalChat.Options(
                  environment,
                  Places.of(environment).state().resolve("history"),
                  shared.color.colors(surroundings, true),
                  flags.wrap,
                  flags.showThinking,
                  greeting,
                  first,
                  ChatResume.wanted(flags) ? setup.chat().session().id() : "",
                  flags.resume != null && flags.resume.isEmpty(),
                  look.choose()));
      opened.set(chat);
      stage.play(chat);
      if (!setup.chat().settings().model().equals(model) || look.choose()) {
        remember(setup, remembered);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new ChatException(
          ErrorKind.INVALID_REQUEST,
          "there is no terminal to chat on: " + e.getMessage(),
          "llmgw chat \"your question\"");
    }
  }

  private static void remember(ChatSetup setup, RememberedModel remembered) {
    if (FirstRun.isReal(setup.chat())) {
      remembered.write(setup.chat().settings().model());
    }
  }
}
