package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.TimeLimits;
import io.llmgw.routing.Cooldowns;
import io.llmgw.routing.Shuffle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests from the configured deployments. Nothing has gone out to the client when {@link
 * #send} returns or throws, so that retries stay invisible. Thread-safe.
 */
public final class Gateway {
  private final Cooldowns cooldowns;
  private final Backoff backoff;
  private final ReasoningMemory memory;
  private final Pins pins = new Pins();
  private volatile Snapshot snapshot;

  public Gateway(Snapshot snapshot, Cooldowns cooldowns, Backoff backoff, ReasoningMemory memory) {
    this.memory = memory;
    this.snapshot = snapshot;
    this.cooldowns = cooldowns;
    this.backoff = backoff;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * From now on new requests are served by this; those in flight finish on the one they began with.
   */
  public void swap(Snapshot next) {
    snapshot = next;
  }

  /**
   * Calls a deployment of the group, and others or the same again while that may help. Blocks until
   * the first good event, or the whole answer, is there.
   *
   * @throws GatewayException the last failure, when no try succeeded
   */
  public Served send(GatewayRequest request) {
    Snapshot now = snapshot;
    String name = name(request.model(), now.config());
    List<Deployment> group = now.models().find(name);
    if (group.isEmpty()) {
      throw Unknown.model(name, now.models());
    }
    try {
      return tries(request, now, name, group);
    } catch (GatewayException failure) {
      return FallbackResponse.instead(
          failure, request, now.config(), group.getFirst().config(), name);
    }
  }

  /**
   * Says what {@link #send} would do with a chat request, without calling anyone.
   *
   * @throws GatewayException when the request would be refused before it is sent
   */
  public Explanation explain(GatewayRequest request) {
    Snapshot now = snapshot;
    String name = name(request.model(), now.config());
    List<Deployment> group = now.models().find(name);
    if (group.isEmpty()) {
      throw Unknown.model(name, now.models());
    }
    Deployment chosen = choose(pinned(request, group), List.of());
    Fidelity fidelity = new Fidelity(dropParams(chosen.config(), now.config()));
    Call call = new Call(request.id(), request.cancellation(), TimeLimits.NONE, fidelity);
    Passthrough lane = lane(chosen.provider(), request, name);
    Preview upstream =
        lane != null
            ? lane.preview(asItIs(request, name), call)
            : chosen.provider().preview(memory.restore(meaning(request, name, fidelity)), call);
    List<DeploymentConfig> others =
        without(group, List.of(chosen)).stream().map(Deployment::config).toList();
    return new Explanation(name, chosen.config(), others, lane != null, upstream, fidelity.notes());
  }

  /**
   * A model somebody asked for.
   *
   * @param group what would serve it; empty when nothing does
   */
  public record Asked(String name, List<Deployment> group) {}

  /**
   * What is meant by a name.
   *
   * @param model null for the default model
   * @throws GatewayException when there is no default model
   */
  public Asked asked(@Nullable String model) {
    Snapshot now = snapshot;
    String name = name(model, now.config());
    return new Asked(name, now.models().find(name));
  }

  /**
   * Checks that a model is there.
   *
   * @param model null for the default model
   * @throws GatewayException when it is not
   */
  public void require(@Nullable String model) {
    Snapshot now = snapshot;
    String name = name(model, now.config());
    if (now.models().find(name).isEmpty()) {
      throw Unknown.model(name, now.models());
    }
  }

  private static String name(@Nullable String model, GatewayConfig config) {
    String name = model != null ? model : config.general().defaultModel();
    if (name == null) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The request names no model, and no default model is configured.",
          ErrorDetail.ofParam("model"));
    }
    return name;
  }

  private Served tries(GatewayRequest request, Snapshot now, String name, List<Deployment> group) {
    long began = System.nanoTime();
    List<Deployment> usable = pinned(request, group);
    List<Deployment> failed = new ArrayList<>(0);
    List<Served.FailedTry> tries = new ArrayList<>(0);
    while (true) {
      Deployment deployment = choose(usable, failed);
      long start = System.nanoTime();
      try {
        TimeLimits limits = limits(deployment.config(), left(request, began), now.config());
        Fidelity fidelity = new Fidelity(dropParams(deployment.config(), now.config()));
        Call call = new Call(request.id(), request.cancellation(), limits, fidelity);
        Answer answer = call(deployment, request, call, name);
        return new Served(answer, deployment.config(), name, tries, fidelity.notes(), since(start));
      } catch (GatewayException failure) {
        Duration left = left(request, began);
        if (left != null && !left.isPositive()) {
          // the client's own limit, which says nothing about the deployment
          throw failure;
        }
        failed.add(deployment);
        tries.add(new Served.FailedTry(deployment.config(), since(start), failure));
        if (group.size() > 1) {
          coolDown(deployment, failure, now.config());
        }
        usable = ofTheDeployment(failure.kind()) ? without(usable, List.of(deployment)) : usable;
        again(failure, deployment, usable, failed, now.config(), request);
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The deployment that knows what the request goes on from, if that is known; else all. */
  private List<Deployment> pinned(GatewayRequest request, List<Deployment> group) {
    String before = request.raw() == null ? null : request.raw().goesOnFrom();
    String keeper = before == null ? null : pins.of(before);
    List<Deployment> keepers =
        keeper == null
            ? List.of()
            : group.stream().filter(d -> d.config().id().equals(keeper)).toList();
    return keepers.isEmpty() ? group : keepers;
  }

  /** What is left of the time the client gives its request; null when it gives no limit. */
  private static @Nullable Duration left(GatewayRequest request, long began) {
    Duration limit = request.timeLimit();
    return limit == null ? null : limit.minusNanos(System.nanoTime() - began);
  }

  /** A deployment not tried yet and not cooling down, if there is one. */
  private Deployment choose(List<Deployment> group, List<Deployment> failed) {
    List<Deployment> fresh = without(group, failed);
    List<Deployment> able = group.size() == 1 ? fresh : fresh.stream().filter(this::warm).toList();
    List<Deployment> candidates = able.isEmpty() ? (fresh.isEmpty() ? group : fresh) : able;
    return Shuffle.draw(candidates, Deployment::config, ThreadLocalRandom.current());
  }

  private boolean warm(Deployment deployment) {
    return !cooldowns.cooling(deployment.config().id());
  }

  private static List<Deployment> without(List<Deployment> group, List<Deployment> failed) {
    return failed.isEmpty() ? group : group.stream().filter(d -> !failed.contains(d)).toList();
  }

  /** Returns when another try makes sense, after the wait it needs; else throws the failure. */
  private void again(
      GatewayException failure,
      Deployment deployment,
      List<Deployment> usable,
      List<Deployment> failed,
      GatewayConfig config,
      GatewayRequest request) {
    boolean helps =
        failure.kind().retryable() || (ofTheDeployment(failure.kind()) && !usable.isEmpty());
    if (!helps
        || failed.size() > retries(deployment, config)
        || request.cancellation().isCancelled()) {
      throw failure;
    }
    boolean untried = !without(usable, failed).isEmpty();
    if (!untried) {
      backoff.pause(failed.size(), failure, request.cancellation());
    }
  }

  private void coolDown(Deployment deployment, GatewayException failure, GatewayConfig config) {
    if (failure.kind().retryable() || ofTheDeployment(failure.kind())) {
      cooldowns.start(
          deployment.config().id(), failure.retryAfter().orElse(config.router().cooldownTime()));
    }
  }

  /** Failures of this one key or address that say nothing about the next. */
  static boolean ofTheDeployment(ErrorKind kind) {
    return switch (kind) {
      case AUTHENTICATION, PERMISSION, NOT_FOUND, QUOTA -> true;
      case INVALID_REQUEST,
          CONTEXT_LENGTH,
          CONTENT_FILTER,
          TIMEOUT,
          TOO_LARGE,
          UNPROCESSABLE,
          RATE_LIMIT,
          BUDGET,
          UPSTREAM,
          NETWORK,
          UNAVAILABLE,
          CANCELLED,
          INTERNAL ->
          false;
    };
  }

  private static int retries(Deployment deployment, GatewayConfig config) {
    Integer own = deployment.config().limits().maxRetries();
    return own != null ? own : config.router().numRetries();
  }

  private Answer call(Deployment deployment, GatewayRequest request, Call call, String name) {
    Provider provider = deployment.provider();
    Passthrough lane = lane(provider, request, name);
    if (lane != null) {
      Answer answer = lane.send(asItIs(request, name), call);
      String id = answer.head().keptAs();
      if (id != null) {
        pins.keep(id, deployment.config().id());
      }
      return answer;
    }
    return switch (request.operation()) {
      case CHAT, COMPLETION, RESPONSE -> {
        ChatRequest meant = memory.restore(meaning(request, name, call.fidelity()));
        EventStream events = new RememberingStream(provider.chat(meant, call), memory);
        yield new Answer.Events(PrimedStream.prime(events));
      }
      case TOKEN_COUNT -> provider.countTokens(meaning(request, name, call.fidelity()), call);
      case EMBEDDING -> new Answer.Embedded(provider.embed(request.meaning().embeddings(), call));
    };
  }

  /** The lane for a request that needs no translation there; null when it does. */
  private static @Nullable Passthrough lane(
      Provider provider, GatewayRequest request, String name) {
    GatewayRequest.Raw raw = request.raw();
    Passthrough lane = raw == null ? null : provider.passthrough(raw.protocol());
    return lane != null && lane.takes(asItIs(request, name)) ? lane : null;
  }

  private static RawRequest asItIs(GatewayRequest request, String name) {
    GatewayRequest.Raw raw = Objects.requireNonNull(request.raw());
    return new RawRequest(
        request.operation(), raw.body(), name, raw.stream(), raw.usageWanted(), raw.headers());
  }

  private static ChatRequest meaning(GatewayRequest request, String name, Fidelity fidelity) {
    return request.meaning().chat(fidelity).withModel(name);
  }

  private static boolean dropParams(DeploymentConfig deployment, GatewayConfig config) {
    Boolean own = deployment.repair().dropParams();
    return own != null ? own : config.requests().dropParams();
  }

  private static TimeLimits limits(
      DeploymentConfig deployment, @Nullable Duration left, GatewayConfig config) {
    DeploymentConfig.Limits own = deployment.limits();
    Duration total = own.timeout() != null ? own.timeout() : config.router().timeout();
    Duration first =
        own.streamTimeout() != null ? own.streamTimeout() : config.router().streamTimeout();
    return new TimeLimits(first, config.requests().chunkTimeout(), left == null ? total : left);
  }
}
