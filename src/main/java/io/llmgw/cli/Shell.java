package io.llmgw.cli;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** A shell whose completion is supported. */
enum Shell {
  BASH,
  ZSH,
  FISH,
  POWERSHELL;

  /** The completion script for the commands under {@code root}; ends with a line end. */
  String script(CommandSpec root) {
    CompletionTree tree = CompletionTree.of(root);
    return switch (this) {
      case BASH -> BashCompletion.script(tree);
      case ZSH -> ZshCompletion.script(tree);
      case FISH -> FishCompletion.script(tree);
      case POWERSHELL -> PowerShellCompletion.script(tree);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
