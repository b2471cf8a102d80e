package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys of providers found in a file of another program: {@code NAME=VALUE} lines, a map of
 * providers as that of the tool llm, or a configuration of LiteLLM's or of aichat's.
 *
 * @param found by the variables they are kept under
 * @param leftOut what was found and not taken, for people; without secrets
 */
public record SecretImport(Map<String, Secret> found, List<String> leftOut) {
  private static final String REFERENCE = "os.environ/";

  /**
   * Reads a file's text.
   *
   * @param name of the file, for messages
   * @throws ConfigException when it cannot be read at all
   */
  public static SecretImport of(String name, String text, Environment environment) {
    SecretImport found = new SecretImport(new TreeMap<>(), new ArrayList<>());
    boolean lines = !name.matches("(?i).*\\.(ya?ml|json)") && !text.stripLeading().startsWith("{");
    Problems problems = new Problems(false);
    if (lines) {
      DotEnvFile.read(Source.secretFile(name), text, environment, problems)
          .forEach((variable, value) -> found.variable(variable, value.text()));
    } else if (YamlReader.read(Source.secretFile(name), text, problems) instanceof Mapping root) {
      found.tree(root);
    }
    problems.orThrow();
    return found;
  }

  private void tree(Mapping root) {
    for (Entry entry : root.entries()) {
      switch (entry.value()) {
        case Scalar secret -> provider(entry.key(), secret.text());
        case Mapping variables when entry.key().equals("environment_variables") ->
            variables.entries().forEach(each -> variable(each.key(), text(each.value())));
        case Sequence models when entry.key().equals("model_list") ->
            models.items().forEach(this::model);
        case Sequence clients when entry.key().equals("clients") ->
            clients.items().forEach(this::client);
        case Mapping _, Sequence _ -> {}
      }
    }
  }

  /** An entry of LiteLLM's {@code model_list}. */
  private void model(ConfigNode entry) {
    if (entry instanceof Mapping model && model.get("litellm_params") instanceof Mapping params) {
      String name = text(params.get("model"));
      provider(name.split("/", 2)[0], text(params.get("api_key")));
    }
  }

  /** A client of aichat's, whose type is the provider or only its protocol. */
  private void client(ConfigNode entry) {
    if (entry instanceof Mapping client) {
      String type = text(client.get("type"));
      String named = type.equals("openai-compatible") ? text(client.get("name")) : type;
      provider(named.equals("azure-openai") ? "azure" : named, text(client.get("api_key")));
    }
  }

  private static String text(@Nullable ConfigNode node) {
    return node instanceof Scalar scalar ? scalar.text().strip() : "";
  }

  private void variable(String variable, String value) {
    Set<String> known = new HashSet<>();
    ProviderSecrets.providers().forEach(p -> known.addAll(ProviderSecrets.variablesOf(p)));
    if (known.contains(variable)) {
      put(variable, value);
    }
  }

  private void provider(String provider, String value) {
    ProviderSecrets.variableOf(provider.toLowerCase(Locale.ROOT))
        .ifPresent(variable -> put(variable, value));
  }

  private void put(String variable, String value) {
    String secret = value.strip();
    if (secret.isEmpty() || secret.startsWith(REFERENCE)) {
      return;
    }
    Secret first = found.putIfAbsent(variable, new Secret(secret));
    if (first != null && !first.reveal().equals(secret)) {
      leftOut.add(
          "another key for %s, %s, is left out".formatted(variable, new Secret(secret).masked()));
    }
  }
}
