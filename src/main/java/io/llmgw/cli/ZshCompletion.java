package io.llmgw.cli;

import io.llmgw.cli.CompletionTree.Flag;
import java.util.stream.Collectors;

/** Completion for zsh by {@code _arguments}: one function a command. */
final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef llmgw
      # Completion of llmgw for zsh, made by: llmgw completion zsh
      # Put it into a folder of $fpath as _llmgw, or use: source <(llmgw completion zsh)

      """;
  private static final String TAIL =
      """
      if [ "${funcstack[1]}" = _llmgw ]; then
        _llmgw "$@"
      else
        compdef _llmgw llmgw
      fi
      """;

  private ZshCompletion() {}

  static String script(CompletionTree root) {
    var script = new StringBuilder(HEAD);
    root.all().forEach(command -> function(script, command));
    return script.append(TAIL).toString();
  }

  private static void function(StringBuilder script, CompletionTree command) {
    script.append("%s() {\n".formatted(functionName(command)));
    if (!command.commands().isEmpty()) {
      script.append("  local context state state_descr line\n  typeset -A opt_args\n");
    }
    script.append("  _arguments -s%s".formatted(command.commands().isEmpty() ? "" : " -C"));
    command.flags().forEach(flag -> script.append(" \\\n    ").append(argument(flag)));
    if (command.commands().isEmpty()) {
      script.append(" \\\n    '*:argument:%s'\n".formatted(arguments(command)));
    } else {
      script.append(" \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n");
      dispatch(script, command);
    }
    script.append("}\n\n");
  }

  private static void dispatch(StringBuilder script, CompletionTree command) {
    script.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (CompletionTree child : command.commands()) {
      script.append("        '%s:%s'\n".formatted(child.name(), quoted(child.description())));
    }
    script.append("      )\n      _describe command commands\n      ;;\n    argument)\n");
    script.append("      case ${line[1]} in\n");
    for (CompletionTree child : command.commands()) {
      script.append("        %s) %s ;;\n".formatted(child.name(), functionName(child)));
    }
    script.append("      esac\n      ;;\n  esac\n");
  }

  private static String argument(Flag flag) {
    String value = flag.takesValue() ? ":%s:%s".formatted(flag.label(), values(flag)) : "";
    String text = "'[%s]%s'".formatted(quoted(flag.description()), value);
    if (flag.names().size() == 1) {
      return flag.names().getFirst() + text;
    }
    return "'(%s)'{%s}%s"
        .formatted(String.join(" ", flag.names()), String.join(",", flag.names()), text);
  }

  private static String values(Flag flag) {
    if (flag.file()) {
      return "_files";
    }
    return flag.choices().isEmpty() ? " " : "(%s)".formatted(String.join(" ", flag.choices()));
  }

  private static String arguments(CompletionTree command) {
    return command.arguments().isEmpty()
        ? "_files"
        : "(%s)".formatted(String.join(" ", command.arguments()));
  }

  private static String functionName(CompletionTree command) {
    return "_" + command.path().replace(' ', '_');
  }

  /** For single quotes, inside brackets or after a colon. */
  private static String quoted(String text) {
    return text.chars()
        .mapToObj(c ->
            switch (c) {
              case '\'' -> "'\\''";
              case '[', ']', ':', '\\' -> "\\" + (char) c;
              default -> Character.toString(c);
            })
        .collect(Collectors.joining());
  }
}
