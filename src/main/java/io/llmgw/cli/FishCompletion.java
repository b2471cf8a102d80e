package io.llmgw.cli;

import io.llmgw.cli.CompletionTree.Flag;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Completion for fish: one line for each command and each option. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of llmgw for fish, made by: llmgw completion fish
      # Use it with: llmgw completion fish | source

      complete -c llmgw -f
      """;

  private FishCompletion() {}

  static String script(CompletionTree root) {
    var script = new StringBuilder(HEAD);
    for (CompletionTree command : root.all()) {
      script.append('\n');
      String here = condition(command);
      for (CompletionTree child : command.commands()) {
        script.append(
            "complete -c llmgw -n '%s' -a %s -d %s\n"
                .formatted(here, child.name(), quoted(child.description())));
      }
      if (!command.arguments().isEmpty()) {
        script.append(
            "complete -c llmgw -n '%s' -a '%s'\n"
                .formatted(here, String.join(" ", command.arguments())));
      }
      command.flags().forEach(flag -> script.append(option(here, flag)));
    }
    return script.toString();
  }

  /** True on the command line while this command, and none below it, has been typed. */
  private static String condition(CompletionTree command) {
    String[] words = command.path().split(" ");
    if (words.length == 1) {
      return "__fish_use_subcommand";
    }
    String seen =
        Arrays.stream(words)
            .skip(1)
            .map(word -> "__fish_seen_subcommand_from " + word)
            .collect(Collectors.joining("; and "));
    if (command.commands().isEmpty()) {
      return seen;
    }
    String below =
        command.commands().stream().map(CompletionTree::name).collect(Collectors.joining(" "));
    return seen + "; and not __fish_seen_subcommand_from " + below;
  }

  private static String option(String condition, Flag flag) {
    var line = new StringBuilder("complete -c llmgw -n '%s'".formatted(condition));
    for (String name : flag.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (flag.file()) {
      line.append(" -r -F");
    } else if (flag.takesValue()) {
      line.append(" -x");
    }
    if (!flag.choices().isEmpty()) {
      line.append(" -a '%s'".formatted(String.join(" ", flag.choices())));
    }
    return line.append(" -d %s\n".formatted(quoted(flag.description()))).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
