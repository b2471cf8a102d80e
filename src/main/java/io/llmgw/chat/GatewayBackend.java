package io.llmgw.chat;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.Explanation;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks a gateway in this process, which may itself have another one upstream. */
public final class GatewayBackend implements ChatBackend {
  private static final String DEMO = "demo";
  private static final String CHAT = "chat";

  private final Gateway gateway;
  private final @Nullable Duration timeout;

  /**
   * @param timeout the limit for a whole answer; null for the configured one
   */
  public GatewayBackend(Gateway gateway, @Nullable Duration timeout) {
    this.gateway = gateway;
    this.timeout = timeout;
  }

  @Override
  public Reply ask(ChatRequest question, Cancellation cancellation) {
    String id = UUID.randomUUID().toString();
    GatewayRequest chat = GatewayRequest.chat(id, question, cancellation);
    Served served =
        gateway.send(
            new GatewayRequest(
                id,
                chat.model(),
                chat.operation(),
                null,
                chat.meaning(),
                cancellation,
                timeout));
    return switch (served.answer()) {
      case Answer.Events events ->
          new Reply(
              events.stream(),
              served.deployment().provider(),
              served.retries(),
              served.fidelity().stream().map(GatewayBackend::words).toList(),
              served.upstreamTime());
      case Answer.Whole _, Answer.Raw _, Answer.Embedded _, Answer.Counted _ ->
          throw new IllegalStateException("a chat is answered with events");
    };
  }

  private static String words(Fidelity.Note note) {
    String change = note.change().name().toLowerCase(Locale.ROOT);
    return "%s %s: %s".formatted(note.field(), change, note.why());
  }

  @Override
  public Explanation preview(ChatRequest question) {
    return gateway.explain(
        GatewayRequest.chat(UUID.randomUUID().toString(), question, new Cancellation()));
  }

  @Override
  public List<Model> models() {
    return gateway.snapshot().models().listed().entrySet().stream()
        .filter(group -> group.getValue().getFirst().mode().equals(CHAT))
        .map(GatewayBackend::model)
        .toList();
  }

  @Override
  public Optional<Model> model(String name) {
    List<Deployment> group = gateway.snapshot().models().find(name);
    return group.isEmpty() ? Optional.empty() : Optional.of(model(Map.entry(name, group)));
  }

  private static Model model(Map.Entry<String, List<Deployment>> group) {
    DeploymentConfig config = group.getValue().getFirst().config();
    Map<String, Boolean> supports = config.info().supports();
    return new Model(
        group.getKey(),
        config.provider(),
        config.info().maxInputTokens(),
        null,
        null,
        supports.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList(),
        supports.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList());
  }

  /** The configured one; else the first real one there is, and the demo model only when alone. */
  @Override
  public @Nullable String defaultModel() {
    String configured = gateway.snapshot().config().general().defaultModel();
    if (configured != null) {
      return configured;
    }
    List<Model> models = models();
    return models.stream()
        .filter(model -> !model.provider().equals(DEMO))
        .findFirst()
        .or(() -> models.stream().findFirst())
        .map(Model::name)
        .orElse(null);
  }

  @Override
  public @Nullable Double cost(String model, Usage usage) {
    return null;
  }
}
