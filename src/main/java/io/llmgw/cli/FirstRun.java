package io.llmgw.cli;

import io.llmgw.chat.Chat;
import io.llmgw.chat.Model;
import io.llmgw.chat.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the model a chat begins with, and says what there is to a newcomer. */
final class FirstRun {
  private final ChatSetup setup;
  private final Symbols symbols;
  private final List<String> greeting = new ArrayList<>();
  private boolean choose;
  private boolean later;

  FirstRun(ChatSetup setup, Symbols symbols) {
    this.setup = setup;
    this.symbols = symbols;
  }

  /**
   * Looks around, when nothing says which model is meant.
   *
   * @param asked whether the command line names a model
   * @param remembered the model chosen last; null for none
   */
  void look(boolean asked, @Nullable String remembered) {
    Chat chat = setup.chat();
    boolean configured = setup.runtime().loaded().config().general().defaultModel() != null;
    if (asked || configured) {
      later = true;
    } else if (remembered != null && chat.backend().model(remembered).isPresent()) {
      chat.set(chat.settings().withModel(remembered));
      later = true;
    } else {
      discover(chat, remembered);
    }
    String dot = " " + symbols.dot() + " ";
    String model = chat.settings().model();
    greeting.addFirst(
        "llmgw "
            + Version.number()
            + dot
            + (model.isEmpty() ? "no model yet" : model)
            + dot
            + "/help lists everything");
  }

  private void discover(Chat chat, @Nullable String remembered) {
    Map<String, List<String>> found = setup.runtime().discover();
    found.forEach(
        (place, models) -> greeting.add("found %s: %d models".formatted(place, models.size())));
    if (remembered != null && chat.backend().model(remembered).isPresent()) {
      chat.set(chat.settings().withModel(remembered));
      return;
    }
    String model = chat.backend().defaultModel();
    chat.set(chat.settings().withModel(model == null ? "" : model));
    long real =
        chat.backend().models().stream()
            .filter(one -> !one.provider().equals(ModelChoice.DEMO))
            .count();
    choose = real > 1;
    if (real == 0 && chat.backend().model(ModelChoice.DEMO).isPresent()) {
      greeting.addAll(
          List.of(
              "No key of a provider is set and no local server answers, so this is the demo model.",
              "For a real one: /key openai, /key anthropic or /key gemini takes a key, not shown;",
              "or start Ollama, LM Studio or llama.cpp on this machine and come back. Try: help"));
    }
  }

  /** Lines to begin with. */
  List<String> greeting() {
    return List.copyOf(greeting);
  }

  /** Looks for the models of local servers, unless that has been done. Blocks for some seconds. */
  void lookFurther() {
    if (later) {
      Map<String, List<String>> _ = setup.runtime().discover();
    }
  }

  /** Whether there are several models and nobody said which. */
  boolean choose() {
    return choose;
  }

  static boolean isReal(Chat chat) {
    String name = chat.settings().model();
    return chat.backend()
        .model(name)
        .map(Model::provider)
        .filter(provider -> !provider.equals(ModelChoice.DEMO))
        .isPresent();
  }
}
