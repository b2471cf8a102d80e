package io.llmgw.cli;

import io.llmgw.cli.CompletionTree.Flag;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completion for bash 3.2 and newer: commands, options, fixed choices; file names everywhere else.
 */
final class BashCompletion {
  private static final String HEAD =
      """
      # Completion of llmgw for bash, made by: llmgw completion bash
      # Use it with: source <(llmgw completion bash)

      _llmgw() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
        local path=llmgw words i
        for ((i = 1; i < COMP_CWORD; i++)); do
          case "$path ${COMP_WORDS[i]}" in
      """;
  private static final String CHOICES =
      """
          esac
        done
        case "$path:$prev" in
      """;
  private static final String WORDS =
      """
          *)
            case "$path" in
      """;
  private static final String TAIL =
      """
            esac
            ;;
        esac
        # shellcheck disable=SC2207 # no mapfile in bash 3.2; no word holds a blank
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
      }

      complete -o bashdefault -o default -F _llmgw llmgw
      """;

  private BashCompletion() {}

  static String script(CompletionTree root) {
    var script = new StringBuilder(HEAD);
    for (CompletionTree command : root.all().subList(1, root.all().size())) {
      script.append("      \"%s\") path='%1$s' ;;\n".formatted(command.path()));
    }
    script.append(CHOICES);
    root.all().forEach(command -> command.flags().forEach(flag -> choices(script, command, flag)));
    script.append(WORDS);
    for (CompletionTree command : root.all()) {
      script.append("        '%s') words='%s' ;;\n".formatted(command.path(), words(command)));
    }
    return script.append(TAIL).toString();
  }

  private static void choices(StringBuilder script, CompletionTree command, Flag flag) {
    if (flag.takesValue()) {
      String pattern =
          flag.names().stream()
              .map(name -> "\"%s:%s\"".formatted(command.path(), name))
              .collect(Collectors.joining(" | "));
      script.append("    %s) words='%s' ;;\n".formatted(pattern, String.join(" ", flag.choices())));
    }
  }

  private static String words(CompletionTree command) {
    return Stream.of(
            command.commands().stream().map(CompletionTree::name),
            command.arguments().stream(),
            command.flags().stream().flatMap(flag -> flag.names().stream()))
        .flatMap(words -> words)
        .collect(Collectors.joining(" "));
  }
}
