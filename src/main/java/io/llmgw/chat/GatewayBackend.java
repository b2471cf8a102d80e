package io.llmgw.chat;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.Explanation;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks a gateway in this process, which may itself have another one upstream. */
public final class GatewayBackend implements ChatBackend {
  private static final String DEMO = "demo";
  private static final String CHAT = "chat";

  private final Gateway gateway;
  private final ModelCatalog catalog;
  private final DeploymentFacts facts;
  private final @Nullable Duration timeout;

  /**
   * @param catalog what is known about models
   * @param timeout the limit for a whole answer; null for the configured one
   */
  public GatewayBackend(Gateway gateway, ModelCatalog catalog, @Nullable Duration timeout) {
    this.gateway = gateway;
    this.catalog = catalog;
    this.facts = new DeploymentFacts(catalog);
    this.timeout = timeout;
  }

  @Override
  public Reply ask(ChatRequest question, Cancellation cancellation) {
    String id = UUID.randomUUID().toString();
    GatewayRequest chat = GatewayRequest.chat(id, question, cancellation);
    Served served =
        gateway.send(
            new GatewayRequest(
                id, chat.model(), chat.operation(), null, chat.meaning(), cancellation, timeout));
    return switch (served.answer()) {
      case Answer.Events events ->
          new Reply(
              events.stream(),
              served.deployment().provider(),
              served.failed().stream().map(GatewayBackend::failed).toList(),
              served.fidelity().stream().map(GatewayBackend::words).toList(),
              served.upstreamTime());
      case Answer.Whole _, Answer.Raw _, Answer.Embedded _, Answer.Counted _ ->
          throw new IllegalStateException("a chat is answered with events");
    };
  }

  private static Outcome.FailedTry failed(Served.FailedTry one) {
    return new Outcome.FailedTry(
        one.deployment().provider(),
        one.deployment().model(),
        one.took().toMillis(),
        one.failure().text());
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
    List<Model> models = new ArrayList<>();
    gateway
        .snapshot()
        .models()
        .listed()
        .forEach((name, group) -> {
          if (group.getFirst().mode().equals(CHAT)) {
            models.add(model(name, group.getFirst()));
          }
        });
    for (DeploymentConfig wildcard : gateway.snapshot().models().wildcards()) {
      // what the vendor itself lists is better than what everybody knows of it
      if (models.stream().noneMatch(model -> model.provider().equals(wildcard.provider()))) {
        models.addAll(known(wildcard));
      }
    }
    return models;
  }

  /** The models of a vendor all of whose models may be asked for. */
  private List<Model> known(DeploymentConfig wildcard) {
    List<Model> models = new ArrayList<>();
    for (ModelFacts facts : catalog.all()) {
      if (facts.vendor().equals(wildcard.provider()) && facts.mode().equals(CHAT)) {
        model(wildcard.modelName().replace("*", facts.name())).ifPresent(models::add);
      }
    }
    return models;
  }

  @Override
  public Optional<Model> model(String name) {
    List<Deployment> group = gateway.snapshot().models().find(name);
    return group.isEmpty() ? Optional.empty() : Optional.of(model(name, group.getFirst()));
  }

  private Model model(String name, Deployment deployment) {
    ModelFacts known = facts.of(deployment.config());
    Price price = known.price(LocalDate.now(ZoneOffset.UTC));
    Integer context = known.contextTokens();
    return new Model(
        name,
        deployment.config().provider(),
        context == null ? null : Long.valueOf(context),
        price == null ? null : usd(price.of(Meter.INPUT)),
        price == null ? null : usd(price.of(Meter.OUTPUT)),
        known.capabilities().stream().map(Capability::toString).toList(),
        lacks(deployment.config().info().supports(), known));
  }

  /**
   * By what the configuration says, or a list that would know. Lists forget to say that a model
   * reads documents; one that sees does.
   */
  private static List<String> lacks(Map<String, Boolean> said, ModelFacts known) {
    List<String> lacks = new ArrayList<>();
    Set<Capability> can = known.capabilities();
    boolean listed = known.asOf() != null;
    if (!said.getOrDefault("vision", !listed || can.contains(Capability.VISION))) {
      lacks.add(Model.VISION);
    }
    if (!said.getOrDefault("audio_input", !listed || can.contains(Capability.AUDIO))) {
      lacks.add(Model.AUDIO);
    }
    boolean reads = can.contains(Capability.VISION) || can.contains(Capability.DOCUMENTS);
    if (!said.getOrDefault("pdf_input", !listed || reads)) {
      lacks.add(Model.DOCUMENTS);
    }
    return lacks;
  }

  private static @Nullable Double usd(@Nullable BigDecimal amount) {
    return amount == null ? null : Double.valueOf(amount.doubleValue());
  }

  /**
   * The configured one, else the first real one that is listed; the demo model only when no other
   * can be named.
   */
  @Override
  public @Nullable String defaultModel() {
    String configured = gateway.snapshot().config().general().defaultModel();
    if (configured != null) {
      return configured;
    }
    Set<String> listed = gateway.snapshot().models().listed().keySet();
    List<Model> models = models();
    boolean others = models.stream().anyMatch(model -> !model.provider().equals(DEMO));
    return models.stream()
        .filter(model -> listed.contains(model.name()))
        .filter(model -> !others || !model.provider().equals(DEMO))
        .map(Model::name)
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable Double cost(String model, Usage usage) {
    List<Deployment> group = gateway.snapshot().models().find(model);
    if (group.isEmpty()) {
      return null;
    }
    return usd(facts.of(group.getFirst().config()).cost(usage, LocalDate.now(ZoneOffset.UTC)));
  }
}
