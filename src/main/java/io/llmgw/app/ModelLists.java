package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.VertexIdentity;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.Secret;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.UpstreamModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The lists of models the upstreams of a configuration have now. Each upstream is asked once,
 * however many entries lead to it. Thread-safe.
 */
public final class ModelLists {
  private final ProviderFactory factory;

  ModelLists(ProviderFactory factory) {
    this.factory = factory;
  }

  /**
   * What one upstream said.
   *
   * @param entries every entry that leads to it
   * @param models none when it has no list
   * @param deployments names its owner gave, where it has such and tells them
   * @param failure why it gave no list; null when it gave one
   * @param took how long it took to give its list of models, or to fail
   */
  public record Listing(
      List<DeploymentConfig> entries,
      List<UpstreamModel> models,
      List<UpstreamDeployment> deployments,
      @Nullable GatewayException failure,
      Duration took) {

    public Listing {
      entries = List.copyOf(entries);
      models = List.copyOf(models);
      deployments = List.copyOf(deployments);
    }

    /** The entry in whose name the upstream was asked. */
    public DeploymentConfig first() {
      return entries.getFirst();
    }
  }

  /** What makes two entries lead to the same upstream with the same rights. */
  private record Upstream(
      String vendor,
      @Nullable String address,
      @Nullable Secret key,
      @Nullable String organization,
      Map<String, String> headers,
      AzureIdentity azure,
      VertexIdentity vertex) {

    static Upstream of(DeploymentConfig entry) {
      Endpoint endpoint = entry.endpoint();
      return new Upstream(
          entry.provider(),
          endpoint.apiBase(),
          endpoint.apiKey(),
          endpoint.organization(),
          endpoint.extraHeaders(),
          entry.azure(),
          entry.vertex());
    }
  }

  /**
   * Asks all upstreams at once and blocks until each has answered or its time is over.
   *
   * @param limit for each
   */
  public List<Listing> ask(GatewayConfig config, Duration limit) {
    Map<Upstream, List<DeploymentConfig>> upstreams = new LinkedHashMap<>();
    for (DeploymentConfig entry : config.deployments()) {
      upstreams.computeIfAbsent(Upstream.of(entry), _ -> new ArrayList<>()).add(entry);
    }
    return all(upstreams.values(), limit);
  }

  private List<Listing> all(Collection<List<DeploymentConfig>> upstreams, Duration limit) {
    List<Future<Listing>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (List<DeploymentConfig> entries : upstreams) {
        answers.add(threads.submit(() -> ask(entries, limit)));
      }
    }
    return answers.stream().map(ModelLists::result).toList();
  }

  private static Listing result(Future<Listing> answer) {
    try {
      return answer.get();
    } catch (ExecutionException fault) {
      throw new IllegalStateException("asking for a list of models failed", fault.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new GatewayException(ErrorKind.CANCELLED, "Asking for the models was interrupted.");
    }
  }

  private Listing ask(List<DeploymentConfig> entries, Duration limit) {
    TimeLimits limits = new TimeLimits(limit, limit, limit);
    long start = System.nanoTime();
    try {
      Provider provider = factory.create(entries.getFirst());
      List<UpstreamModel> models = provider.models(call(limits));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Listing(entries, models, deployments(provider, call(limits)), null, took);
    } catch (GatewayException failure) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Listing(entries, List.of(), List.of(), failure, took);
    }
  }

  private static Call call(TimeLimits limits) {
    return new Call("models", new Cancellation(), limits);
  }

  private static List<UpstreamDeployment> deployments(Provider provider, Call call) {
    try {
      return provider.deployments(call);
    } catch (GatewayException _) {
      // nobody promises this list
      return List.of();
    }
  }
}
