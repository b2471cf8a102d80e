package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Provider;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.UpstreamModel;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is still asked, for nothing, once a check has failed, so that the diagnosis says more. */
final class Fallbacks {
  /** Vendors whose protocol has no {@code /v1} to forget. */
  private static final Set<String> OTHER_PATHS =
      Set.of("azure", "azure_ai", "anthropic", "gemini", "vertex_ai", "ollama", "demo");

  private Fallbacks() {}

  /** The observation with the names that are there, or the address that answers. */
  static Observation more(
      Observation seen, Ladder ladder, Provider provider, Supplier<Call> calls) {
    Observation.Context known = seen.context();
    boolean missing = seen.failure().kind() == ErrorKind.NOT_FOUND;
    List<UpstreamDeployment> deployments =
        seen.azure() && missing ? deployments(provider, calls.get()) : List.of();
    List<String> models =
        missing && known.models().isEmpty() && !seen.azure()
            ? models(provider, calls.get())
            : known.models();
    boolean path = missing || seen.says("no list of models", "web page");
    String better = path && known.models().isEmpty() ? base(ladder, seen.target(), calls) : null;
    return new Observation(
        seen.rung(),
        seen.target(),
        seen.url(),
        seen.failure(),
        new Observation.Context(
            known.addresses(),
            known.proxy(),
            known.container(),
            models,
            deployments,
            better,
            scope(seen, ladder, calls)));
  }

  /** The deployments of a resource; none where they are not told. */
  static List<UpstreamDeployment> deployments(Provider provider, Call call) {
    try {
      return provider.deployments(call);
    } catch (GatewayException untold) {
      // nobody promises this list, and the diagnosis stands without it
      return List.of();
    }
  }

  /** The other audience of Azure's tokens, if a token for it is accepted; else null. */
  private static @Nullable String scope(Observation seen, Ladder ladder, Supplier<Call> calls) {
    DeploymentConfig from = seen.deployment();
    boolean refused =
        seen.azure() && seen.is(401) && seen.says("audience is incorrect", "access token is");
    if (!refused || !seen.signedIn() || from.azure().adToken() != null) {
      return null;
    }
    String other = AzureTree.otherScope(seen);
    DeploymentConfig.AzureIdentity old = from.azure();
    DeploymentConfig changed =
        from.withAzure(
            new DeploymentConfig.AzureIdentity(
                old.adToken(), old.tenantId(), old.clientId(), old.clientSecret(), other));
    try {
      ladder.providers().apply(changed).models(calls.get());
      return other;
    } catch (GatewayException refusedToo) {
      return null;
    }
  }

  private static List<String> models(Provider provider, Call call) {
    try {
      return provider.models(call).stream().map(UpstreamModel::id).toList();
    } catch (GatewayException untold) {
      // the failure that is being looked into says it already
      return List.of();
    }
  }

  /** The configured address with {@code /v1} after it, if models are listed there; else null. */
  static @Nullable String base(Ladder ladder, Target target, Supplier<Call> calls) {
    DeploymentConfig from = target.deployment();
    String base = from.endpoint().apiBase();
    if (base == null || OTHER_PATHS.contains(from.provider()) || base.matches(".*/v\\d.*")) {
      return null;
    }
    String better = base.replaceFirst("/+$", "") + "/v1";
    try {
      boolean there = !ladder.providers().apply(at(from, better)).models(calls.get()).isEmpty();
      return there ? better : null;
    } catch (GatewayException notThereEither) {
      return null;
    }
  }

  private static DeploymentConfig at(DeploymentConfig from, String base) {
    DeploymentConfig.Endpoint old = from.endpoint();
    return from.withEndpoint(
        new DeploymentConfig.Endpoint(
            base,
            old.apiKey(),
            old.apiVersion(),
            old.organization(),
            old.extraHeaders(),
            old.extraBody(),
            old.defaults()));
  }
}
