package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.probe.RungResult.Outcome;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamModel;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The checks of one target, each on what the ones before found out. Used by one thread. */
final class Checks implements AutoCloseable {
  private static final Set<String> OWN_SERVERS =
      Set.of("demo", "ollama", "lm_studio", "localai", "hosted_vllm", "llamacpp", "llamafile");

  /** Vendors whose list of models is complete, at their own addresses. */
  private static final Set<String> COMPLETE_LISTS =
      Set.of("openai", "groq", "mistral", "deepseek", "xai", "ollama", "demo");

  private static final Duration NICE = Duration.ofSeconds(5);

  private final Ladder ladder;
  private final Target target;
  private final boolean embeds;
  private final Climb climb;
  private @Nullable Provider provider;
  private @Nullable URI url;
  private @Nullable Reach reach;
  private List<String> models = List.of();

  Checks(Ladder ladder, Target target, boolean embeds, Climb climb) {
    this.ladder = ladder;
    this.target = target;
    this.embeds = embeds;
    this.climb = climb;
  }

  /** What a check that did not fail saw. */
  record Seen(Outcome outcome, String note) {
    static Seen passed(String note) {
      return new Seen(Outcome.PASSED, note);
    }

    static Seen skipped(String why) {
      return new Seen(Outcome.SKIPPED, why);
    }
  }

  /** Whether there is anything to check: nothing is connected to inside this process. */
  boolean applies(Rung rung) {
    return switch (rung) {
      case DNS, TCP -> reach != null;
      case TLS -> reach != null && reach.secure();
      case CONFIG, AUTH, MODEL, CHAT, STREAM, TOOLS, VISION, JSON, EMBEDDINGS -> true;
    };
  }

  /**
   * Makes one check.
   *
   * @throws GatewayException when it fails
   */
  Seen make(Rung rung) {
    return switch (rung) {
      case CONFIG -> config();
      case DNS -> dns();
      case TCP -> tcp();
      case TLS -> tls();
      case AUTH -> auth();
      case MODEL -> model();
      case CHAT -> chat();
      case STREAM -> stream();
      case TOOLS -> tools();
      case VISION -> vision();
      case JSON -> json();
      case EMBEDDINGS -> embeddings();
    };
  }

  private Seen config() {
    Lint.of(target.deployment()).forEach(climb::note);
    provider = ladder.providers().apply(target.deployment());
    url = parsed(provider().preview(Question.chat(name()), call()).url());
    reach = url == null ? null : new Reach(url, ladder.proxies());
    return Seen.passed(target.deployment().origin());
  }

  private static @Nullable URI parsed(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() == null ? null : uri;
    } catch (URISyntaxException _) {
      // the providers of this process have no address
      return null;
    }
  }

  private Seen dns() {
    List<InetAddress> addresses = reach().resolve();
    climb.fact("address", addresses.getFirst().getHostAddress());
    return Seen.passed(
        addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
  }

  private Seen tcp() {
    Runnable off = reach()::close;
    climb.cancellation().onCancel(off);
    reach().connect(climb.left());
    String proxy = reach().proxied();
    return Seen.passed(proxy == null ? "" : "through the proxy " + proxy);
  }

  private Seen tls() {
    reach().handshake();
    return Seen.passed("");
  }

  private Seen auth() {
    // nothing more is asked over the connection of the first checks
    close();
    try {
      models = provider().models(call()).stream().map(UpstreamModel::id).toList();
    } catch (GatewayException refused) {
      return withoutList(refused);
    }
    if (azure() && target.open()) {
      new AzureInventory(target, climb).list(Fallbacks.deployments(provider(), shortCall()));
    }
    if (models.isEmpty()) {
      return Seen.skipped("it lists no models, so the key is not proven yet");
    }
    return Seen.passed(models.size() == 1 ? "1 model" : models.size() + " models");
  }

  private Seen withoutList(GatewayException refused) {
    if (refused.text().toLowerCase(Locale.ROOT).contains("missing scopes")) {
      climb.note(
          new Finding(
              "key_restricted",
              "the key may not list models; it is good but restricted",
              "give it Models: Read at https://platform.openai.com/api-keys"));
      return Seen.passed("a restricted key");
    }
    boolean noList = refused.kind() == ErrorKind.NOT_FOUND || refused.detail().status() == 405;
    boolean own = target.deployment().endpoint().apiBase() != null && !azure();
    boolean page = refused.text().contains("web page");
    if (noList && own && !page && Fallbacks.base(ladder, target, this::call) == null) {
      return Seen.skipped("it has no list of models, so the key is not proven yet");
    }
    throw refused;
  }

  private Seen model() {
    if (azure()) {
      Seen seen = new WrongOperation(target, embeds, climb).probe(provider(), call());
      new AzureInventory(target, climb).note(Fallbacks.deployments(provider(), shortCall()));
      return seen;
    }
    if (models.isEmpty()) {
      return Seen.skipped("there is no list to look it up in");
    }
    String model = target.deployment().model();
    if (listed(model)) {
      return Seen.passed("listed");
    }
    boolean complete =
        COMPLETE_LISTS.contains(target.deployment().provider())
            && (target.deployment().endpoint().apiBase() == null
                || OWN_SERVERS.contains(target.deployment().provider()));
    if (!complete) {
      return Seen.skipped("not in the provider's list, which may leave some out");
    }
    throw new GatewayException(
        ErrorKind.NOT_FOUND,
        "The model '" + model + "' was not found in the list of models.",
        new ErrorDetail(404, null, "model_missing", null, null));
  }

  private boolean listed(String model) {
    String bare = model.replaceFirst("^(?:models/|responses/)", "");
    return models.stream()
        .anyMatch(id -> id.equals(model) || id.equals(bare) || id.equals(bare + ":latest"));
  }

  private boolean azure() {
    return target.deployment().provider().equals("azure")
        || target.deployment().provider().equals("azure_ai");
  }

  private Seen chat() {
    Heard heard = ask(Question.chat(name()));
    climb.firstToken(heard.firstToken());
    climb.fact("served_model", heard.model());
    Facts.ofHeaders(heard.headers()).forEach(climb::fact);
    Served.check(target, heard.model());
    if (heard.text().isBlank() && heard.pieces() == 0 && heard.finish() != FinishReason.LENGTH) {
      return Seen.passed("an empty answer");
    }
    return Seen.passed(
        heard.firstToken() == null ? "" : "ttft " + heard.firstToken().toMillis() + "ms");
  }

  private Seen stream() {
    Heard heard = ask(Question.stream(name()));
    if (heard.pieces() == 1) {
      climb.note(
          new Finding(
              "not_streamed",
              "the answer came in one piece: the upstream or a proxy in between holds it back",
              null));
    }
    return Seen.passed(heard.pieces() + (heard.pieces() == 1 ? " piece" : " pieces"));
  }

  private Seen tools() {
    Heard heard = ask(Question.tools(name()));
    if (!Question.TOOL.equals(heard.tool())) {
      throw lacks("It was told to call a tool, and did not.");
    }
    return Seen.passed("");
  }

  private Seen vision() {
    Heard heard = ask(Question.vision(name()));
    boolean right = heard.text().toLowerCase(Locale.ROOT).contains("red");
    return Seen.passed(right ? "" : "it took the picture, but did not call it red");
  }

  private Seen json() {
    Heard heard = ask(Question.json(name()));
    try {
      if (Json.MAPPER.readTree(heard.text()).path(Question.MEMBER).isBoolean()) {
        return Seen.passed("");
      }
    } catch (JacksonException _) {
      // said below, whatever it wrote instead
    }
    throw lacks("Its answer does not follow the JSON schema it was given.");
  }

  private static GatewayException lacks(String what) {
    return new GatewayException(ErrorKind.NOT_FOUND, what);
  }

  private Seen embeddings() {
    Embeddings.Result result =
        provider().embed(new Embeddings.Request(name(), List.of("ping"), null), call());
    climb.spent(result.usage());
    climb.fact("served_model", result.model());
    Served.check(target, result.model());
    return Seen.passed(result.vectors().getFirst().length + " dimensions");
  }

  private Heard ask(ChatRequest question) {
    long start = System.nanoTime();
    try (EventStream stream = provider().chat(question, call())) {
      Heard heard = Heard.all(stream, start);
      climb.spent(heard.usage());
      return heard;
    }
  }

  /** All that is known when a check failed, with what can still be asked for free. */
  Observation observed(Rung rung, GatewayException failure) {
    Reach way = reach;
    Observation.Context context =
        new Observation.Context(
            way == null ? List.of() : way.addresses(),
            way == null ? null : way.proxied(),
            ladder.container(),
            models,
            List.of(),
            null,
            null);
    Observation seen = new Observation(rung, target, url, failure, context);
    return provider == null ? seen : Fallbacks.more(seen, ladder, provider, this::call);
  }

  private Call call() {
    TimeLimits limits = new TimeLimits(climb.left(), climb.left(), climb.left());
    return new Call("test", climb.cancellation(), limits);
  }

  /** For what is only nice to know. */
  private Call shortCall() {
    Duration limit = climb.left().compareTo(NICE) < 0 ? climb.left() : NICE;
    return new Call("test", climb.cancellation(), new TimeLimits(limit, limit, limit));
  }

  private String name() {
    DeploymentConfig deployment = target.deployment();
    return deployment.modelName();
  }

  private Provider provider() {
    return Objects.requireNonNull(provider, "after the check of the settings");
  }

  private Reach reach() {
    return Objects.requireNonNull(reach, "only where it applies");
  }

  @Override
  public void close() {
    if (reach != null) {
      reach.close();
    }
  }
}
