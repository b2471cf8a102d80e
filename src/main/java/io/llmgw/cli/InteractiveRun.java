package io.llmgw.cli;

import io.llmgw.chat.ChatException;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.terminal.TerminalChat;
import io.llmgw.chat.terminal.TerminalOpening;
import io.llmgw.config.Places;
import io.llmgw.model.ErrorKind;
import io.llmgw.observe.DivertedLog;
import io.llmgw.provider.Lazy;
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
      ChatFlags flags, SharedOptions shared, Surroundings surroundings, String first) {
    try (TerminalOpening terminal = surroundings.terminal().get()) {
      if (surroundings.environment() instanceof AskingEnvironment person) {
        // a passphrase is typed without an echo, which the terminal being opened must not see
        person.askAfter(terminal::await);
      }
      return run(flags, shared, surroundings, first, chat -> chat.run(terminal));
    } catch (IOException e) {
      throw new ChatException(
          ErrorKind.INVALID_REQUEST,
          "there is no terminal to chat on: " + e.getMessage(),
          "llmgw chat \"your question\"");
    }
  }

  /** How the chat gets its terminal. */
  interface Stage {
    void play(TerminalChat chat) throws IOException;
  }

  static ExitCode run(
      ChatFlags flags, SharedOptions shared, Surroundings surroundings, String first, Stage stage)
      throws IOException {
    AtomicReference<@Nullable TerminalChat> opened = new AtomicReference<>();
    List<String> greeting = new ArrayList<>();
    try (ChatSetup setup =
        ChatSetup.open(
            flags,
            shared,
            surroundings,
            !first.isEmpty() || ChatResume.wanted(flags),
            InputStream.nullInputStream(),
            warning -> {
              if (!warn(opened, warning)) {
                greeting.add("warning: " + warning);
              }
            })) {
      flags.files.forEach(file -> setup.chat().attachments().add(setup.attachments().read(file)));
      RememberedModel remembered = new RememberedModel(surroundings);
      FirstRun look = new FirstRun(setup, Symbols.of(surroundings.environment()));
      look.look(!flags.models.isEmpty() || ChatResume.wanted(flags), remembered.read());
      greeting.addAll(look.greeting());
      String model = setup.chat().settings().model();
      var environment = surroundings.environment();
      Lazy<DivertedLog> log = new Lazy<>(() -> new DivertedLog(text -> warn(opened, text)));
      TerminalChat chat =
          new TerminalChat(
              setup.chat(),
              setup.attachments(),
              new TerminalChat.Options(
                  environment,
                  setup.runtime().loaded().environment().text("EDITOR_MODE"),
                  Places.of(environment).state().resolve("history"),
                  shared.color.colors(surroundings, true),
                  flags.wrap,
                  flags.showThinking,
                  greeting,
                  first,
                  ChatResume.wanted(flags) ? setup.chat().session().id() : "",
                  flags.resume != null && flags.resume.isEmpty(),
                  look.choose(),
                  () -> {
                    var _ = log.get();
                    setup.openStore();
                    look.lookFurther();
                  }));
      opened.set(chat);
      play(chat, stage, log);
      if (!setup.chat().settings().model().equals(model) || look.choose()) {
        remember(setup, remembered);
      }
      return ExitCode.OK;
    }
  }

  private static void play(TerminalChat chat, Stage stage, Lazy<DivertedLog> log)
      throws IOException {
    try {
      stage.play(chat);
    } finally {
      DivertedLog diverted = log.ifMade();
      if (diverted != null) {
        diverted.close();
      }
    }
  }

  /** Whether there is a chat that tells it. */
  private static boolean warn(AtomicReference<@Nullable TerminalChat> opened, String warning) {
    TerminalChat chat = opened.get();
    if (chat != null) {
      chat.warn(warning);
    }
    return chat != null;
  }

  private static void remember(ChatSetup setup, RememberedModel remembered) {
    if (FirstRun.isReal(setup.chat())) {
      remembered.write(setup.chat().settings().model());
    }
  }
}
