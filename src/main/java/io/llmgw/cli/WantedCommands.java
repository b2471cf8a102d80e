package io.llmgw.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Which commands a command line can be about. Making all of them takes longer than most commands
 * run, so only those are made whose names occur in it; whatever lists commands makes all.
 */
final class WantedCommands {
  static final WantedCommands ALL = new WantedCommands(null);

  /** What they print tells of every other command. */
  private static final Set<String> TELL_OF_ALL = Set.of("help", "completion", "warm-up");

  /** With nothing but these no command is meant, and none is told of. */
  private static final Set<String> ALONE = Set.of("--version", "-V", "--paths", "--json");

  private final @Nullable List<String> words;

  private WantedCommands(@Nullable List<String> words) {
    this.words = words;
  }

  /**
   * @param names the commands there are
   */
  static WantedCommands of(Set<String> names, String... args) {
    List<String> words = List.of(args);
    boolean listed = words.stream().anyMatch(WantedCommands::mayTellOfAll);
    boolean alone = ALONE.containsAll(words);
    boolean named = words.stream().anyMatch(names::contains);
    return listed || !(alone || named) ? ALL : new WantedCommands(words);
  }

  /** Help in any form, and a file of arguments, which nobody has read yet. */
  private static boolean mayTellOfAll(String word) {
    return TELL_OF_ALL.contains(word)
        || word.equals("--help")
        || word.startsWith("@")
        || word.matches("-\\w*h.*");
  }

  /** Makes a command, unless the command line cannot be about it. */
  WantedCommands add(CommandLine parent, String name, Supplier<?> command) {
    if (words == null || words.contains(name)) {
      parent.addSubcommand(command.get());
    }
    return this;
  }
}
