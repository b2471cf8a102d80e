package io.llmgw.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw chat}: talks with models, or asks one question. */
@Command(
    name = "chat",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "Chat in the terminal; with a prompt, ask once and print the answer as it comes.",
    footer = {
      "",
      "What is piped in is put after the prompt.",
      "",
      "Examples:",
      "  llmgw chat",
      "  llmgw chat \"Why is the sky blue?\"",
      "  git diff | llmgw chat -m demo \"Write the commit message\"",
      "  llmgw chat -f photo.jpg \"What is this?\" -o json"
    })
final class ChatCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Mixin private final ChatFlags flags = new ChatFlags();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROMPT", arity = "0..*", description = "The question.")
  private List<String> words = new ArrayList<>();

  /** The command with those below it. */
  static CommandLine tree(SharedOptions shared, Surroundings surroundings, WantedCommands wanted) {
    var chat = new CommandLine(new ChatCommand(shared, surroundings));
    wanted.add(chat, "sessions", () -> new ChatSessionsCommand(shared, surroundings));
    return chat;
  }

  private ChatCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean explicit = flags.files.contains("-") || flags.script != null;
    boolean piped = !surroundings.tty().in() && !shared.noInput;
    String prompt =
        PromptReader.read(
            words, piped && !explicit ? surroundings.in() : InputStream.nullInputStream());
    boolean asks = !prompt.isEmpty() || !flags.files.isEmpty();
    boolean terminal = surroundings.tty().in() && surroundings.tty().out() && !shared.noInput;
    boolean stays = flags.interactive || (!asks && flags.script == null && terminal);
    String broken = ChatFlagRules.broken(flags, !prompt.isEmpty(), stays);
    if (broken != null) {
      throw new ParameterException(spec.commandLine(), broken);
    }
    if (stays && flags.script == null) {
      return InteractiveRun.run(flags, shared, surroundings, prompt).number();
    }
    ChatScreen screen = ChatScreen.of(flags, shared, surroundings, out, err);
    if (flags.script != null) {
      return ScriptRun.run(flags, shared, surroundings, screen).number();
    }
    if (!asks) {
      throw new ParameterException(spec.commandLine(), "There is no prompt");
    }
    try (ChatSetup setup =
        ChatSetup.open(flags, shared, surroundings, true, surroundings.in(), screen::warn)) {
      setup.chooseModel(new RememberedModel(surroundings).read());
      return new ChatRun(flags, shared, setup, screen).run(prompt).number();
    }
  }
}
