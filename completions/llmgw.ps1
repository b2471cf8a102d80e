# Completion of llmgw for PowerShell, made by: llmgw completion powershell
# Use it with: llmgw completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName llmgw -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $table = @{
    'llmgw' = @(
      , @('serve', 'Run the gateway for Open WebUI, SDKs and curl.')
      , @('chat', 'Ask one question and print the answer as it comes.')
      , @('help', 'Show the help of a command.')
      , @('--paths', 'Print where configuration, data, state and cache are.')
      , @('--config', 'Configuration to use instead of ./llmgw.yaml or the user''s own.')
      , @('--server', 'Use the gateway running there instead of calling providers from this process.')
      , @('-o', 'How to print: text, json, stream-json, yaml.')
      , @('--output', 'How to print: text, json, stream-json, yaml.')
      , @('--json', 'The same as --output json.')
      , @('--color', 'Colour the output: auto, always, never.')
      , @('--no-color', 'The same as --color never.')
      , @('-q', 'Print nothing but the answer and errors.')
      , @('--quiet', 'Print nothing but the answer and errors.')
      , @('-v', 'Print more about what is being done.')
      , @('--verbose', 'Print more about what is being done.')
      , @('--debug', 'Print everything, and the stack trace of an error.')
      , @('--no-input', 'Never ask, and do not read the standard input.')
      , @('--timeout', 'Give up after this time, such as 500ms, 30s or 2m.')
      , @('-h', 'Show this help.')
      , @('--help', 'Show this help.')
      , @('-V', 'Show the version.')
      , @('--version', 'Show the version.')
    )
    'llmgw serve' = @(
      , @('-c', 'The same as --config.')
      , @('--host', 'Address to listen on (default 127.0.0.1).')
      , @('--port', 'Port to listen on (default 4000), 0 for any.')
      , @('--model', 'Serve this model, such as openai/gpt-4o-mini, without a configuration.')
      , @('--strict', 'Refuse a configuration with keys that are not understood.')
      , @('--config', 'Configuration to use instead of ./llmgw.yaml or the user''s own.')
      , @('--server', 'Use the gateway running there instead of calling providers from this process.')
      , @('-o', 'How to print: text, json, stream-json, yaml.')
      , @('--output', 'How to print: text, json, stream-json, yaml.')
      , @('--json', 'The same as --output json.')
      , @('--color', 'Colour the output: auto, always, never.')
      , @('--no-color', 'The same as --color never.')
      , @('-q', 'Print nothing but the answer and errors.')
      , @('--quiet', 'Print nothing but the answer and errors.')
      , @('-v', 'Print more about what is being done.')
      , @('--verbose', 'Print more about what is being done.')
      , @('--debug', 'Print everything, and the stack trace of an error.')
      , @('--no-input', 'Never ask, and do not read the standard input.')
      , @('--timeout', 'Give up after this time, such as 500ms, 30s or 2m.')
      , @('-h', 'Show this help.')
      , @('--help', 'Show this help.')
      , @('-V', 'Show the version.')
      , @('--version', 'Show the version.')
    )
    'llmgw chat' = @(
      , @('-m', 'Model to ask.')
      , @('--model', 'Model to ask.')
      , @('-s', 'System prompt.')
      , @('--system', 'System prompt.')
      , @('--temperature', 'How freely to choose words; 0 for the likeliest.')
      , @('--max-tokens', 'Longest answer.')
      , @('--no-stream', 'Print the answer when it is whole.')
      , @('--config', 'Configuration to use instead of ./llmgw.yaml or the user''s own.')
      , @('--server', 'Use the gateway running there instead of calling providers from this process.')
      , @('-o', 'How to print: text, json, stream-json, yaml.')
      , @('--output', 'How to print: text, json, stream-json, yaml.')
      , @('--json', 'The same as --output json.')
      , @('--color', 'Colour the output: auto, always, never.')
      , @('--no-color', 'The same as --color never.')
      , @('-q', 'Print nothing but the answer and errors.')
      , @('--quiet', 'Print nothing but the answer and errors.')
      , @('-v', 'Print more about what is being done.')
      , @('--verbose', 'Print more about what is being done.')
      , @('--debug', 'Print everything, and the stack trace of an error.')
      , @('--no-input', 'Never ask, and do not read the standard input.')
      , @('--timeout', 'Give up after this time, such as 500ms, 30s or 2m.')
      , @('-h', 'Show this help.')
      , @('--help', 'Show this help.')
      , @('-V', 'Show the version.')
      , @('--version', 'Show the version.')
    )
    'llmgw help' = @(
      , @('--config', 'Configuration to use instead of ./llmgw.yaml or the user''s own.')
      , @('--server', 'Use the gateway running there instead of calling providers from this process.')
      , @('-o', 'How to print: text, json, stream-json, yaml.')
      , @('--output', 'How to print: text, json, stream-json, yaml.')
      , @('--json', 'The same as --output json.')
      , @('--color', 'Colour the output: auto, always, never.')
      , @('--no-color', 'The same as --color never.')
      , @('-q', 'Print nothing but the answer and errors.')
      , @('--quiet', 'Print nothing but the answer and errors.')
      , @('-v', 'Print more about what is being done.')
      , @('--verbose', 'Print more about what is being done.')
      , @('--debug', 'Print everything, and the stack trace of an error.')
      , @('--no-input', 'Never ask, and do not read the standard input.')
      , @('--timeout', 'Give up after this time, such as 500ms, 30s or 2m.')
      , @('-h', 'Show this help.')
      , @('--help', 'Show this help.')
      , @('-V', 'Show the version.')
      , @('--version', 'Show the version.')
    )
  }
  $choices = @{
    'llmgw -o' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw --output' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw --color' = @('auto', 'always', 'never')
    'llmgw serve -o' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw serve --output' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw serve --color' = @('auto', 'always', 'never')
    'llmgw chat -o' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw chat --output' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw chat --color' = @('auto', 'always', 'never')
    'llmgw help -o' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw help --output' = @('text', 'json', 'stream-json', 'yaml')
    'llmgw help --color' = @('auto', 'always', 'never')
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
