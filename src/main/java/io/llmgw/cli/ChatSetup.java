package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatBackend;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.GatewayBackend;
import io.llmgw.chat.Outside;
import io.llmgw.chat.Parameters;
import io.llmgw.chat.Roles;
import io.llmgw.chat.Saving;
import io.llmgw.chat.Settings;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Places;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a chat is made of, by the flags. Whoever opens it closes it. */
final class ChatSetup implements AutoCloseable {
  private final GatewayRuntime runtime;
  private final OpeningStore store;
  private final Attachments attachments;
  private final Chat chat;
  private final List<String> models;
  private final ModelChoice choice;

  private ChatSetup(
      GatewayRuntime runtime,
      OpeningStore store,
      Attachments attachments,
      Chat chat,
      List<String> models,
      ModelChoice choice) {
    this.runtime = runtime;
    this.store = store;
    this.attachments = attachments;
    this.chat = chat;
    this.models = models;
    this.choice = choice;
  }

  /**
   * Opens gateway and store; asks nobody.
   *
   * @param asking whether something is asked at once, so that the store is opened now; else it is
   *     when it is first needed
   * @param input what {@code -f -} reads
   * @param warning told what keeps the chat from being saved
   */
  static ChatSetup open(
      ChatFlags flags,
      SharedOptions shared,
      Surroundings surroundings,
      boolean asking,
      InputStream input,
      Consumer<String> warning) {
    OpeningStore store = new OpeningStore(() -> ChatStores.open(flags, surroundings, warning));
    if (asking) {
      store.begin();
    }
    GatewayRuntime runtime;
    try {
      runtime = runtime(shared, surroundings);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      ModelCatalog catalog = ModelCatalog.load(Places.of(surroundings.environment()).prices());
      ChatBackend backend = new GatewayBackend(runtime.gateway(), catalog, shared.timeout);
      var environment = surroundings.environment();
      Attachments attachments =
          new Attachments(environment.workingDirectory(), environment.home(), input);
      ModelChoice choice = new ModelChoice(runtime, backend, shared.server);
      Roles roles = new Roles(Places.roles(environment));
      Roles.Role role =
          flags.role == null ? new Roles.Role(null, null, Parameters.NONE) : roles.read(flags.role);
      if (flags.models.isEmpty() && role.model() != null) {
        flags.models.add(role.model());
      }
      List<String> models = choice.named(flags.models);
      Settings settings =
          new Settings(
              models.isEmpty() ? "" : models.getFirst(),
              flags.system == null ? role.system() : system(flags.system, attachments),
              role.parameters().with(flags.set()),
              flags.maxCost);
      Outside outside =
          new Outside(
              roles,
              () -> Doctor.report(shared, surroundings),
              (provider, key) -> NewKey.keep(provider, key, runtime, surroundings));
      boolean keeps = !flags.dryRun && !flags.unsaved;
      Saving saving = keeps ? new Saving(store, warning) : Saving.nothing(store);
      Chat chat = new Chat(backend, saving, settings, outside);
      ChatSetup setup = new ChatSetup(runtime, store, attachments, chat, models, choice);
      ChatResume.apply(flags, chat, runtime::discover);
      return setup;
    } catch (RuntimeException e) {
      store.close();
      runtime.close();
      throw e;
    }
  }

  private static GatewayRuntime runtime(SharedOptions shared, Surroundings surroundings) {
    if (shared.server != null) {
      return GatewayRuntime.ofServer(shared.server, surroundings.environment());
    }
    ConfigRequest request = ConfigRequest.DEFAULT;
    request = shared.config == null ? request : request.withFile(shared.config);
    return GatewayRuntime.open(new ConfigLoader(surroundings.environment()), request);
  }

  /**
   * Sees to it that there is a model to ask, without asking anybody.
   *
   * @throws ChatException when there is none
   */
  void chooseModel(@Nullable String remembered) {
    if (chat.settings().model().isEmpty()) {
      String usual = choice.usual(remembered);
      chat.set(chat.settings().withModel(usual));
    }
  }

  private static @Nullable String system(@Nullable String text, Attachments attachments) {
    if (text == null || !text.startsWith("@")) {
      return text;
    }
    try {
      return Files.readString(attachments.resolve(text.substring(1))).strip();
    } catch (IOException e) {
      throw ChatException.wrong("cannot read the system prompt: " + e.getMessage(), null);
    }
  }

  /** Opens the store beside what is going on. */
  void openStore() {
    store.begin();
  }

  GatewayRuntime runtime() {
    return runtime;
  }

  Attachments attachments() {
    return attachments;
  }

  Chat chat() {
    return chat;
  }

  /** The models to ask; several to compare, none when none is known. */
  List<String> models() {
    return models.size() > 1 ? models : List.of(chat.settings().model());
  }

  @Override
  public void close() {
    store.close();
    runtime.close();
  }
}
