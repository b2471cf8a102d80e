package io.llmgw.cli;

import io.llmgw.chat.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flags of {@code llmgw chat}; null and empty where the configuration or the model decides. */
final class ChatFlags {
  @Option(
      names = {"-m", "--model"},
      order = 1,
      paramLabel = "NAME",
      description = "Model to ask; several are compared.")
  List<String> models = new ArrayList<>();

  @Option(
      names = {"-s", "--system"},
      order = 2,
      paramLabel = "TEXT",
      description = "System prompt; @FILE to read it from a file.")
  @Nullable String system;

  @Option(
      names = {"-r", "--role"},
      order = 3,
      paramLabel = "NAME",
      description = "Saved prompt, with its model and parameters; /role save NAME makes one.")
  @Nullable String role;

  @Option(
      names = {"-f", "--file", "-a", "--attach"},
      order = 4,
      paramLabel = "FILE",
      description = "Attach a text, an image, a PDF or audio: a path, an address, or - for stdin.")
  List<String> files = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      order = 5,
      description = "Stay in the chat after the first answer.")
  boolean interactive;

  @Option(
      names = {"-c", "--continue"},
      order = 6,
      description = "Go on with the last conversation.")
  boolean continued;

  @Option(
      names = "--resume",
      order = 7,
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "ID",
      description = "Go on with that conversation, by id, title or number; without one, choose.")
  @Nullable String resume;

  @Option(
      names = "--fork",
      order = 8,
      paramLabel = "ID[@N]",
      description = "Go on with a copy of that conversation, up to its turn N.")
  @Nullable String fork;

  @Option(names = "--title", order = 9, paramLabel = "TEXT", description = "Title of a new one.")
  @Nullable String title;

  @Option(names = "--no-save", order = 10, description = "Keep nothing on disk.")
  boolean unsaved;

  @Option(
      names = {"-P", "--param"},
      order = 20,
      paramLabel = "NAME=VALUE",
      description = "Set a parameter, such as top_k=40.")
  List<String> parameters = new ArrayList<>();

  @Option(
      names = "--temperature",
      order = 21,
      paramLabel = "NUMBER",
      description = "How freely to choose words; 0 for the likeliest.")
  @Nullable Double temperature;

  @Option(names = "--max-tokens", order = 22, paramLabel = "COUNT", description = "Longest answer.")
  @Nullable Integer maxTokens;

  @Option(
      names = "--top-p",
      order = 23,
      paramLabel = "NUMBER",
      description = "Choose among the likeliest words only.")
  @Nullable Double topP;

  @Option(
      names = "--seed",
      order = 24,
      paramLabel = "NUMBER",
      description = "The same one for the same answer.")
  @Nullable Integer seed;

  @Option(names = "--stop", order = 25, paramLabel = "TEXT", description = "Where answers end.")
  @Nullable String stop;

  @Option(
      names = "--think",
      order = 26,
      paramLabel = "LEVEL",
      description = "How long to think: off, low, medium, high, or a number of tokens.")
  @Nullable String think;

  @Option(
      names = {"-x", "--extract"},
      order = 30,
      arity = "0..1",
      fallbackValue = "1",
      parameterConsumer = BlockNumber.class,
      paramLabel = "N",
      description = "Print the first code block only, or the N-th, or the last.")
  @Nullable String extract;

  @Option(
      names = "--schema",
      order = 31,
      paramLabel = "SCHEMA",
      description = "Answer in this form: a JSON Schema, its file, or 'name, age int, tags [str]'.")
  @Nullable String schema;

  @Option(names = "--json-mode", order = 32, description = "Answer with a JSON object.")
  boolean jsonMode;

  @Option(names = "--no-stream", order = 33, description = "Print the answer when it is whole.")
  boolean whole;

  @Option(names = "--raw", order = 34, description = "Print the answer as it is written.")
  boolean raw;

  @Option(
      names = "--wrap",
      order = 35,
      paramLabel = "COLUMNS",
      description = "Break lines there; by default the terminal does.")
  int wrap;

  @Option(names = "--show-thinking", order = 36, description = "Print what the model thinks.")
  boolean showThinking;

  @Option(
      names = {"-u", "--usage"},
      order = 37,
      description = "Print tokens, cost and times after the answer.")
  boolean usage;

  @Option(
      names = "--max-cost",
      order = 38,
      paramLabel = "USD",
      description = "Do not ask when it may cost more than that.")
  @Nullable Double maxCost;

  @Option(names = "--strict", order = 39, description = "End with 10 when the answer was cut off.")
  boolean strict;

  @Option(
      names = "--dry-run",
      order = 40,
      description = "Show what would be sent, and what it would cost; send nothing.")
  boolean dryRun;

  @Option(
      names = "--blind",
      order = 41,
      description = "Compare without saying which model wrote which answer.")
  boolean blind;

  @Option(
      names = "--script",
      order = 42,
      paramLabel = "FILE",
      description = "Run the lines of a file, or of stdin with -, as if they were typed.")
  @Nullable String script;

  /** Everything that was set of the request. */
  Parameters set() {
    Parameters set = Parameters.NONE;
    for (String assignment : parameters) {
      set = set.withAssignment(assignment);
    }
    set = with(set, "temperature", temperature);
    set = with(set, "max_tokens", maxTokens);
    set = with(set, "top_p", topP);
    set = with(set, "seed", seed);
    set = with(set, "stop", stop);
    return with(set, "think", think);
  }

  private static Parameters with(Parameters set, String name, @Nullable Object value) {
    return value == null ? set : set.with(name, value.toString());
  }

  /** Takes the next word only when it is a number or {@code last}, and leaves prompts alone. */
  static final class BlockNumber implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      boolean given = !args.isEmpty() && args.peek().matches("\\d{1,4}|last");
      option.setValue(given ? args.pop() : "1");
    }
  }
}
