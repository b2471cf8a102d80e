# Completion of llmgw for bash, made by: llmgw completion bash
# Use it with: source <(llmgw completion bash)

_llmgw() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local path=llmgw words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${COMP_WORDS[i]}" in
      "llmgw serve") path='llmgw serve' ;;
      "llmgw chat") path='llmgw chat' ;;
      "llmgw models") path='llmgw models' ;;
      "llmgw models list") path='llmgw models list' ;;
      "llmgw models show") path='llmgw models show' ;;
      "llmgw models check") path='llmgw models check' ;;
      "llmgw test") path='llmgw test' ;;
      "llmgw explain") path='llmgw explain' ;;
      "llmgw config") path='llmgw config' ;;
      "llmgw config init") path='llmgw config init' ;;
      "llmgw config check") path='llmgw config check' ;;
      "llmgw config show") path='llmgw config show' ;;
      "llmgw config schema") path='llmgw config schema' ;;
      "llmgw help") path='llmgw help' ;;
    esac
  done
  case "$path:$prev" in
    "llmgw:--config") words='' ;;
    "llmgw:--server") words='' ;;
    "llmgw:-o" | "llmgw:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw:--color") words='auto always never' ;;
    "llmgw:--timeout") words='' ;;
    "llmgw serve:-c") words='' ;;
    "llmgw serve:--host") words='' ;;
    "llmgw serve:--port") words='' ;;
    "llmgw serve:--model") words='' ;;
    "llmgw serve:--config") words='' ;;
    "llmgw serve:--server") words='' ;;
    "llmgw serve:-o" | "llmgw serve:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw serve:--color") words='auto always never' ;;
    "llmgw serve:--timeout") words='' ;;
    "llmgw chat:-m" | "llmgw chat:--model") words='' ;;
    "llmgw chat:-s" | "llmgw chat:--system") words='' ;;
    "llmgw chat:--temperature") words='' ;;
    "llmgw chat:--max-tokens") words='' ;;
    "llmgw chat:--config") words='' ;;
    "llmgw chat:--server") words='' ;;
    "llmgw chat:-o" | "llmgw chat:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw chat:--color") words='auto always never' ;;
    "llmgw chat:--timeout") words='' ;;
    "llmgw models:--provider") words='' ;;
    "llmgw models:--can") words='vision tools json thinking audio documents' ;;
    "llmgw models:--max-price") words='' ;;
    "llmgw models:--min-context") words='' ;;
    "llmgw models:--sort") words='name price context' ;;
    "llmgw models:--config") words='' ;;
    "llmgw models:--server") words='' ;;
    "llmgw models:-o" | "llmgw models:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw models:--color") words='auto always never' ;;
    "llmgw models:--timeout") words='' ;;
    "llmgw models list:--provider") words='' ;;
    "llmgw models list:--can") words='vision tools json thinking audio documents' ;;
    "llmgw models list:--max-price") words='' ;;
    "llmgw models list:--min-context") words='' ;;
    "llmgw models list:--sort") words='name price context' ;;
    "llmgw models list:--config") words='' ;;
    "llmgw models list:--server") words='' ;;
    "llmgw models list:-o" | "llmgw models list:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw models list:--color") words='auto always never' ;;
    "llmgw models list:--timeout") words='' ;;
    "llmgw models show:--config") words='' ;;
    "llmgw models show:--server") words='' ;;
    "llmgw models show:-o" | "llmgw models show:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw models show:--color") words='auto always never' ;;
    "llmgw models show:--timeout") words='' ;;
    "llmgw models check:--config") words='' ;;
    "llmgw models check:--server") words='' ;;
    "llmgw models check:-o" | "llmgw models check:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw models check:--color") words='auto always never' ;;
    "llmgw models check:--timeout") words='' ;;
    "llmgw test:--level") words='config dns tcp tls auth model chat stream tools vision json embeddings' ;;
    "llmgw test:--max-cost") words='' ;;
    "llmgw test:--concurrency") words='' ;;
    "llmgw test:--bench") words='' ;;
    "llmgw test:--watch") words='' ;;
    "llmgw test:--endpoint") words='' ;;
    "llmgw test:--deployment" | "llmgw test:--model") words='' ;;
    "llmgw test:--api-version") words='' ;;
    "llmgw test:--key-env") words='' ;;
    "llmgw test:--key-file") words='' ;;
    "llmgw test:--config") words='' ;;
    "llmgw test:--server") words='' ;;
    "llmgw test:-o" | "llmgw test:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw test:--color") words='auto always never' ;;
    "llmgw test:--timeout") words='' ;;
    "llmgw explain:-m" | "llmgw explain:--model") words='' ;;
    "llmgw explain:--dialect") words='openai responses anthropic ollama' ;;
    "llmgw explain:--config") words='' ;;
    "llmgw explain:--server") words='' ;;
    "llmgw explain:-o" | "llmgw explain:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw explain:--color") words='auto always never' ;;
    "llmgw explain:--timeout") words='' ;;
    "llmgw config:--config") words='' ;;
    "llmgw config:--server") words='' ;;
    "llmgw config:-o" | "llmgw config:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw config:--color") words='auto always never' ;;
    "llmgw config:--timeout") words='' ;;
    "llmgw config init:--config") words='' ;;
    "llmgw config init:--server") words='' ;;
    "llmgw config init:-o" | "llmgw config init:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw config init:--color") words='auto always never' ;;
    "llmgw config init:--timeout") words='' ;;
    "llmgw config check:--config") words='' ;;
    "llmgw config check:--server") words='' ;;
    "llmgw config check:-o" | "llmgw config check:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw config check:--color") words='auto always never' ;;
    "llmgw config check:--timeout") words='' ;;
    "llmgw config show:--config") words='' ;;
    "llmgw config show:--server") words='' ;;
    "llmgw config show:-o" | "llmgw config show:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw config show:--color") words='auto always never' ;;
    "llmgw config show:--timeout") words='' ;;
    "llmgw config schema:--config") words='' ;;
    "llmgw config schema:--server") words='' ;;
    "llmgw config schema:-o" | "llmgw config schema:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw config schema:--color") words='auto always never' ;;
    "llmgw config schema:--timeout") words='' ;;
    "llmgw help:--config") words='' ;;
    "llmgw help:--server") words='' ;;
    "llmgw help:-o" | "llmgw help:--output") words='text json stream-json yaml junit tap github' ;;
    "llmgw help:--color") words='auto always never' ;;
    "llmgw help:--timeout") words='' ;;
    *)
      case "$path" in
        'llmgw') words='serve chat models test explain config help --paths --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw serve') words='-c --host --port --model --strict --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw chat') words='-m --model -s --system --temperature --max-tokens --no-stream --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw models') words='list show check --provider --can --max-price --min-context --available --live --sort --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw models list') words='--provider --can --max-price --min-context --available --live --sort --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw models show') words='--config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw models check') words='--config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw test') words='--level --all-levels --free --max-cost --concurrency --fail-fast --bench --watch --endpoint --deployment --model --api-version --key-env --key-file --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw explain') words='-m --model --dialect --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw config') words='init check show schema --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw config init') words='--force --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw config check') words='--strict --config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw config show') words='--config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw config schema') words='--config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
        'llmgw help') words='--config --server -o --output --json --color --no-color -q --quiet -v --verbose --debug --no-input --timeout -h --help -V --version' ;;
      esac
      ;;
  esac
  # shellcheck disable=SC2207 # no mapfile in bash 3.2; no word holds a blank
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -o bashdefault -o default -F _llmgw llmgw
