package io.llmgw.cli;

/** Completion for PowerShell: a table of the words that may follow each command. */
final class PowerShellCompletion {
  private static final String HEAD =
      """
      # Completion of llmgw for PowerShell, made by: llmgw completion powershell
      # Use it with: llmgw completion powershell | Out-String | Invoke-Expression

      Register-ArgumentCompleter -Native -CommandName llmgw -ScriptBlock {
        param($wordToComplete, $commandAst, $cursorPosition)
        $table = @{
      """;
  private static final String CHOICES =
      """
        }
        $choices = @{
      """;
  private static final String TAIL =
      """
        }
        $words = @($commandAst.CommandElements |
          Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
          ForEach-Object { $_.ToString() })
        $path = 'llmgw'
        foreach ($word in ($words | Select-Object -Skip 1)) {
          if ($table.ContainsKey("$path $word")) { $path = "$path $word" }
        }
        $previous = if ($words.Count -gt 0) { $words[-1] } else { '' }
        if ($choices.ContainsKey("$path $previous")) {
          $choices["$path $previous"] | Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object {
              [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
          return
        }
        $table[$path] | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
          $kind = if ($_[0].StartsWith('-')) { 'ParameterName' } else { 'ParameterValue' }
          [System.Management.Automation.CompletionResult]::new($_[0], $_[0], $kind, $_[1])
        }
      }
      """;

  private PowerShellCompletion() {}

  static String script(CompletionTree root) {
    var script = new StringBuilder(HEAD);
    root.all().forEach(command -> words(script, command));
    script.append(CHOICES);
    root.all().forEach(command -> choices(script, command));
    return script.append(TAIL).toString();
  }

  private static void words(StringBuilder script, CompletionTree command) {
    script.append("    %s = @(\n".formatted(quoted(command.path())));
    command.commands().forEach(child -> word(script, child.name(), child.description()));
    command.arguments().forEach(argument -> word(script, argument, argument));
    command
        .flags()
        .forEach(flag -> flag.names().forEach(name -> word(script, name, flag.description())));
    script.append("    )\n");
  }

  /** The comma keeps a list of one pair from being flattened. */
  private static void word(StringBuilder script, String word, String description) {
    script.append("      , @(%s, %s)\n".formatted(quoted(word), quoted(description)));
  }

  private static void choices(StringBuilder script, CompletionTree command) {
    for (var flag : command.flags()) {
      if (!flag.choices().isEmpty()) {
        String values = String.join(", ", flag.choices().stream().map(v -> quoted(v)).toList());
        for (String name : flag.names()) {
          script.append("    %s = @(%s)\n".formatted(quoted(command.path() + " " + name), values));
        }
      }
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
