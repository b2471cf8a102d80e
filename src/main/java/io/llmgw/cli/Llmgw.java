package io.llmgw.cli;

import io.llmgw.app.Dialect;
import io.llmgw.catalog.Capability;
import io.llmgw.config.Nearest;
import io.llmgw.probe.Rung;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line: the tree of commands, and what happens around each of them. */
final class Llmgw {
  private final Surroundings surroundings;
  private final SharedOptions shared = new SharedOptions();
  private final CommandLine commandLine;
  private final WantedCommands wanted;

  Llmgw(Surroundings surroundings, PrintWriter out, PrintWriter err) {
    this(surroundings, out, err, _ -> WantedCommands.ALL);
  }

  private Llmgw(
      Surroundings given,
      PrintWriter out,
      PrintWriter err,
      Function<Set<String>, WantedCommands> choice) {
    this.surroundings = given.withPassphrase(() -> shared.noInput);
    this.commandLine = new CommandLine(new LlmgwCommand(shared, surroundings));
    var commands = commands();
    this.wanted = choice.apply(commands.keySet());
    commands.forEach((name, command) -> wanted.add(commandLine, name, command));
    commandLine
        .setOut(out)
        .setErr(err)
        .registerConverter(OutputFormat.class, new ChoiceConverter<>(OutputFormat.class))
        .registerConverter(Rung.class, new ChoiceConverter<>(Rung.class))
        .registerConverter(ColorMode.class, new ChoiceConverter<>(ColorMode.class))
        .registerConverter(Dialect.class, new ChoiceConverter<>(Dialect.class))
        .registerConverter(Shell.class, new ChoiceConverter<>(Shell.class))
        .registerConverter(Capability.class, new ChoiceConverter<>(Capability.class))
        .registerConverter(ModelQuery.Order.class, new ChoiceConverter<>(ModelQuery.Order.class))
        .registerConverter(BigDecimal.class, NumberConverter.AMOUNT)
        .registerConverter(int.class, NumberConverter.WHOLE)
        .registerConverter(Integer.class, NumberConverter.WHOLE)
        .registerConverter(Double.class, NumberConverter.DECIMAL)
        .setExecutionStrategy(this::run)
        .setParameterExceptionHandler((e, _) -> reject(e));
    commandLine.getSubcommands().values().forEach(Llmgw::style);
    commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
  }

  /** The one list of commands. Their order is the order in the help. */
  private SequencedMap<String, Supplier<?>> commands() {
    var commands = new LinkedHashMap<String, Supplier<?>>();
    commands.put("serve", () -> new ServeCommand(shared, surroundings));
    commands.put("chat", () -> ChatCommand.tree(shared, surroundings, wanted));
    commands.put("models", () -> ModelsCommand.tree(shared, surroundings, wanted));
    commands.put("test", () -> new TestCommand(shared, surroundings));
    commands.put("explain", () -> new ExplainCommand(shared, surroundings));
    commands.put("keys", () -> KeysCommand.tree(shared, surroundings));
    commands.put("config", () -> ConfigCommand.tree(shared, surroundings));
    commands.put("help", HelpCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("warm-up", WarmUpCommand::new);
    return commands;
  }

  /** One look for the help of all commands. */
  private static void style(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command.getSubcommands().values().forEach(Llmgw::style);
  }

  /** Over the streams of this process, for one run with these arguments. */
  static Llmgw ofProcess(Surroundings surroundings, String... args) {
    return ofRun(
        surroundings,
        StandardOutput.over(new FileOutputStream(FileDescriptor.out)),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        args);
  }

  /** Knows only what a run with these arguments needs. */
  static Llmgw ofRun(Surroundings surroundings, PrintWriter out, PrintWriter err, String... args) {
    return new Llmgw(surroundings, out, err, names -> WantedCommands.of(names, args));
  }

  CommandLine commandLine() {
    return commandLine;
  }

  /** Runs the command that {@code args} name; returns the exit code, and never throws. */
  int execute(String... args) {
    int exit = guarded(() -> commandLine.execute(args));
    int flushed = guarded(this::flush);
    return flushed == ExitCode.OK.number() ? exit : flushed;
  }

  private int flush() {
    commandLine.getErr().flush();
    commandLine.getOut().flush();
    return ExitCode.OK.number();
  }

  private int run(ParseResult parsed) {
    return guarded(() -> {
      color();
      refuseReport(parsed);
      return new RunLast().execute(parsed);
    });
  }

  private void refuseReport(ParseResult parsed) {
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine last = commands.getLast();
    boolean checks = last.getCommand() instanceof TestCommand;
    if (shared.output.ofChecks() && !checks && !last.isUsageHelpRequested()) {
      throw new ParameterException(
          last, "The format %s is for `llmgw test` alone".formatted(shared.output));
    }
  }

  /** An action whose every failure becomes words and an exit code. */
  private int guarded(Action action) {
    try {
      return action.run();
    } catch (ParameterException e) {
      return reject(e);
    } catch (ExecutionException e) {
      return fail(e.getCause() == null ? e : e.getCause());
    } catch (Exception | StackOverflowError | LinkageError e) {
      return fail(e);
    }
  }

  @FunctionalInterface
  private interface Action {
    int run();
  }

  private int reject(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String help = "%s --help".formatted(command.qualifiedName());
    String suggestion = suggestion(e, command);
    return tell(
        Failure.of(
            ExitCode.USAGE,
            String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage"),
            suggestion.isEmpty() ? help : suggestion + ", or " + help));
  }

  /** The nearest option or command that exists, as a command; empty when nothing is near. */
  private String suggestion(ParameterException e, CommandSpec command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String typed = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    return Nearest.to(typed, words(command.parent() == null ? whole() : command))
        .map(word -> command.qualifiedName() + " " + word)
        .orElse("");
  }

  /** With every command. */
  private CommandSpec whole() {
    var whole = new Llmgw(surroundings, commandLine.getOut(), commandLine.getErr());
    return whole.commandLine.getCommandSpec();
  }

  private static List<String> words(CommandSpec command) {
    CompletionTree tree = CompletionTree.of(command);
    return Stream.concat(
            tree.commands().stream().map(CompletionTree::name),
            tree.flags().stream().flatMap(flag -> flag.names().stream()))
        .toList();
  }

  private int fail(Throwable throwable) {
    if (throwable instanceof ReaderGoneException) {
      return ExitCode.READER_GONE.number();
    }
    if (shared.debug) {
      throwable.printStackTrace(commandLine.getErr());
    }
    return tell(Failure.of(throwable));
  }

  private int tell(Failure failure) {
    if (shared.output.structured()) {
      try {
        FailurePrinter.printJson(
            commandLine.getOut(), failure, shared.output == OutputFormat.STREAM_JSON);
      } catch (ReaderGoneException e) {
        return ExitCode.READER_GONE.number();
      }
    }
    boolean colors = shared.color.colors(surroundings, surroundings.tty().err());
    FailurePrinter.printText(commandLine.getErr(), failure, colors);
    return failure.exit().number();
  }

  private void color() {
    boolean colors = shared.color.colors(surroundings, surroundings.tty().out());
    commandLine.setColorScheme(Help.defaultColorScheme(colors ? Ansi.ON : Ansi.OFF));
  }
}
