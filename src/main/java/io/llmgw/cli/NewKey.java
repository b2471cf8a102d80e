package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.chat.ChatException;
import io.llmgw.config.ConfigException;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import java.util.List;
import java.util.Map;

/** Keeps a key that was pasted into a chat, and looks what it opens. */
final class NewKey {
  private NewKey() {}

  /** What was found with it, for people. */
  static String keep(
      String provider, String key, GatewayRuntime runtime, Surroundings surroundings) {
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    String variable;
    try {
      variable = ProviderName.variable(provider);
      secrets.put(Map.of(variable, new Secret(key)), null);
      runtime.reload();
    } catch (CommandException e) {
      throw ChatException.wrong(String.valueOf(e.getMessage()), e.hint());
    } catch (ConfigException e) {
      throw ChatException.wrong(String.valueOf(e.getMessage()), null);
    }
    Map<String, List<String>> found = runtime.discover();
    List<String> models =
        found.entrySet().stream()
            .filter(place -> isOf(place.getKey(), provider, variable))
            .flatMap(place -> place.getValue().stream())
            .toList();
    return "stored %s in %s; %s"
        .formatted(
            variable,
            secrets.file(),
            models.isEmpty()
                ? "no models were found with it: /doctor says why"
                : models.size() + " models: /model chooses one");
  }

  private static boolean isOf(String place, String provider, String variable) {
    return place.startsWith(provider) || place.contains(variable);
  }
}
