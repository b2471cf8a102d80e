package io.llmgw.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a completion script has to know of a command; hidden commands and options are left out.
 *
 * @param path the words that name it, joined by spaces, such as {@code llmgw serve}
 * @param arguments what may follow as plain words, where there is a fixed choice
 */
record CompletionTree(
    String name,
    String path,
    String description,
    List<Flag> flags,
    List<String> arguments,
    List<CompletionTree> commands) {

  /**
   * One option.
   *
   * @param label how its value is called; empty when it takes none
   * @param choices the values it takes, where they are a fixed choice
   */
  record Flag(
      List<String> names, String description, String label, List<String> choices, boolean file) {
    boolean takesValue() {
      return !label.isEmpty();
    }
  }

  static CompletionTree of(CommandSpec command) {
    return new CompletionTree(
        command.name(),
        command.qualifiedName(),
        first(description(command)),
        command.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparingInt(OptionSpec::order))
            .map(CompletionTree::flag)
            .toList(),
        command.positionalParameters().stream().flatMap(CompletionTree::choices).toList(),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(c -> !c.usageMessage().hidden())
            .map(CompletionTree::of)
            .toList());
  }

  /** This command and all below it, outermost first. */
  List<CompletionTree> all() {
    var all = new ArrayList<CompletionTree>();
    all.add(this);
    commands.forEach(command -> all.addAll(command.all()));
    return all;
  }

  private static Flag flag(OptionSpec option) {
    boolean value = option.arity().max() > 0;
    return new Flag(
        List.of(option.names()),
        first(option.description()),
        value ? option.paramLabel() : "",
        value ? candidates(option.completionCandidates()).toList() : List.of(),
        option.type() == Path.class);
  }

  private static Stream<String> choices(PositionalParamSpec parameter) {
    return candidates(parameter.completionCandidates());
  }

  private static Stream<String> candidates(@Nullable Iterable<String> known) {
    return known == null ? Stream.of() : StreamSupport.stream(known.spliterator(), false);
  }

  private static String[] description(CommandSpec command) {
    String[] header = command.usageMessage().header();
    return header.length > 0 ? header : command.usageMessage().description();
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }
}
