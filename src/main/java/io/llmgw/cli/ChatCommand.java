package io.llmgw.cli;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw chat PROMPT...}: one question, one answer. */
@Command(
    name = "chat",
    sortOptions = false,
    description = "Ask one question and print the answer as it comes.",
    footer = {
      "",
      "What is piped in is put after the prompt.",
      "",
      "Examples:",
      "  llmgw chat \"Why is the sky blue?\"",
      "  git diff | llmgw chat -m demo \"Write the commit message\""
    })
final class ChatCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROMPT", arity = "0..*", description = "The question.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-m", "--model"},
      order = 1,
      paramLabel = "NAME",
      description = "Model to ask.")
  private @Nullable String model;

  @Option(
      names = {"-s", "--system"},
      order = 2,
      paramLabel = "TEXT",
      description = "System prompt.")
  private @Nullable String system;

  @Option(
      names = "--temperature",
      order = 3,
      paramLabel = "NUMBER",
      description = "How freely to choose words; 0 for the likeliest.")
  private @Nullable Double temperature;

  @Option(names = "--max-tokens", order = 4, paramLabel = "COUNT", description = "Longest answer.")
  private @Nullable Integer maxTokens;

  @Option(names = "--no-stream", order = 5, description = "Print the answer when it is whole.")
  private boolean whole;

  ChatCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    boolean piped = !surroundings.tty().in() && !shared.noInput;
    String prompt =
        PromptReader.read(words, piped ? surroundings.in() : InputStream.nullInputStream());
    if (prompt.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "There is no prompt");
    }
    var options =
        new ChatOptions(
            prompt,
            model,
            system,
            temperature,
            maxTokens,
            !whole,
            shared.config,
            shared.server,
            shared.timeout,
            shared.output,
            shared.verbose);
    var command = spec.commandLine();
    return ChatRun.run(options, surroundings, command.getOut(), command.getErr()).number();
  }
}
