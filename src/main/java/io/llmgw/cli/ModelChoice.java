package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.chat.ChatBackend;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Model;
import io.llmgw.chat.ModelNames;
import io.llmgw.model.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the models to ask when nobody is there to choose; looks for local servers only then. */
final class ModelChoice {
  static final String DEMO = "demo";
  private static final int SHOWN = 3;

  private final GatewayRuntime runtime;
  private final ChatBackend backend;
  private final @Nullable String server;

  /**
   * @param server the gateway whose models these are; null for this process's own
   */
  ModelChoice(GatewayRuntime runtime, ChatBackend backend, @Nullable String server) {
    this.runtime = runtime;
    this.backend = backend;
    this.server = server;
  }

  /**
   * The full names of those that are named.
   *
   * @throws ChatException when one is unknown, or named twice
   */
  List<String> named(List<String> names) {
    if (server != null && !names.isEmpty()) {
      // it takes any name; which ones it has, and what they cost, only it can tell
      runtime.discover();
    }
    List<String> models = new ArrayList<>();
    for (String name : names) {
      String found = find(name);
      if (models.contains(found)) {
        throw ChatException.wrong("%s is named twice".formatted(found), null);
      }
      models.add(found);
    }
    return models;
  }

  private String find(String name) {
    try {
      return ModelNames.find(name, backend);
    } catch (ChatException unknown) {
      // a server of this machine may have it
      runtime.discover();
      return ModelNames.find(name, backend);
    }
  }

  /**
   * The one to ask when none is named: the configured one, the one chosen last, else the first.
   *
   * @param remembered the model chosen last; null for none
   * @throws ChatException when there is none, or too many of a vendor's to guess
   */
  String usual(@Nullable String remembered) {
    String configured = runtime.loaded().config().general().defaultModel();
    if (configured != null) {
      return configured;
    }
    String known = known(remembered);
    if (known == null) {
      runtime.discover();
      known = known(remembered);
    }
    if (known == null) {
      throw none();
    }
    return known;
  }

  private @Nullable String known(@Nullable String remembered) {
    if (remembered != null && backend.model(remembered).isPresent()) {
      return remembered;
    }
    List<Model> real = real();
    boolean vendors =
        server == null
            && runtime.loaded().config().deployments().stream()
                .anyMatch(entry -> entry.modelName().contains("*"));
    if (vendors && real.size() != 1) {
      return null;
    }
    String first = backend.defaultModel();
    boolean writtenDown = runtime.loaded().file() != null;
    return real.isEmpty() && !writtenDown ? null : first;
  }

  private List<Model> real() {
    return backend.models().stream().filter(model -> !model.provider().equals(DEMO)).toList();
  }

  private ChatException none() {
    List<Model> real = real();
    if (server != null) {
      return new ChatException(
          ErrorKind.NETWORK,
          "the gateway at %s does not answer, or names no model".formatted(server),
          "llmgw test --server " + server);
    }
    if (real.isEmpty()) {
      return new ChatException(
          ErrorKind.AUTHENTICATION,
          "there is no model to ask: no key of a provider is set, and no local server answers",
          """
          llmgw keys set openai
               ollama pull llama3.2
               llmgw chat -m demo\
          """);
    }
    String some = real.stream().limit(SHOWN).map(Model::name).collect(Collectors.joining(", "));
    return new ChatException(
        ErrorKind.NOT_FOUND,
        "no model is chosen, and there are %d: %s%s"
            .formatted(real.size(), some, real.size() > SHOWN ? ", …" : ""),
        "llmgw chat -m " + real.getFirst().name());
  }
}
