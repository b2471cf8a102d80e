package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RequestSettings;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.Address;
import io.llmgw.provider.openai.OpenAiProviders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes providers for deployments on Azure OpenAI and Foundry, whose protocol is OpenAI's with
 * other addresses and other ways in. One instance serves a gateway across reloads of its
 * configuration, so that tokens outlive them. Thread-safe; holds nothing to close.
 */
public final class AzureProviders {
  private final OpenAiProviders openAi;
  private final Identities identities;
  private final HttpTransport transport;
  private final Variables variables;

  /**
   * Makes providers that find identities where this process runs.
   *
   * @param transport must reach loopback and link-local addresses without a proxy, where Azure's
   *     identities live
   * @param environment gives a variable's value, or null
   */
  public AzureProviders(
      HttpTransport transport,
      OpenAiProviders openAi,
      InstantSource clock,
      Function<String, @Nullable String> environment) {
    this(transport, openAi, clock, environment, new LocalMachine(environment));
  }

  AzureProviders(
      HttpTransport transport,
      OpenAiProviders openAi,
      InstantSource clock,
      Function<String, @Nullable String> environment,
      Machine machine) {
    this.openAi = openAi;
    this.transport = transport;
    this.variables = new Variables(environment);
    this.identities = new Identities(transport, clock, variables, machine);
  }

  /**
   * The provider for a deployment; asks nobody anything yet. A deployment named by the address
   * ({@code /openai/deployments/NAME/…}) is the one that is called, and the configured model then
   * only tells what it is.
   *
   * @throws io.llmgw.model.GatewayException when the address, the version or the identity cannot
   *     work, saying why and where it is configured
   */
  public Provider create(DeploymentConfig deployment, RequestSettings settings) {
    AzureEndpoint endpoint = AzureEndpoint.of(deployment);
    String named = endpoint.named();
    DeploymentConfig called = named == null ? deployment : withModel(deployment, named);
    if (called.model().isBlank()) {
      throw Misconfigured.of(deployment, "model", "lacks the deployment's name: write azure/NAME");
    }
    return openAi.create(
        called, settings, address(called, endpoint, identities.of(deployment, endpoint)));
  }

  private Address address(
      DeploymentConfig deployment, AzureEndpoint endpoint, Credentials credentials) {
    deployment
        .endpoint()
        .extraHeaders()
        .forEach((name, value) -> {
          if (!HeaderText.allowed(value) || !HeaderText.oneWord(name) || name.isEmpty()) {
            throw Misconfigured.of(
                deployment,
                "extra_headers",
                "has characters in '" + name + "' that HTTP does not allow");
          }
        });
    try {
      return new AzureAddress(
          endpoint,
          deployment.model(),
          deployment.endpoint().extraHeaders(),
          credentials,
          inventory(deployment, endpoint, credentials));
    } catch (IllegalArgumentException _) {
      // not passed on, since it would repeat a query that may hold a key
      throw Misconfigured.base(deployment, "is not a usable URL: " + endpoint.root());
    }
  }

  private Inventory inventory(
      DeploymentConfig deployment, AzureEndpoint endpoint, Credentials credentials) {
    HttpTarget list = HttpTarget.of(endpoint.deployments(), deployment.endpoint().extraHeaders());
    return new Inventory(
        transport, new Inventory.Source(list, credentials), management(deployment, endpoint));
  }

  /** Where the resource is managed, if the surroundings say under which subscription and group. */
  private Inventory.@Nullable Source management(
      DeploymentConfig deployment, AzureEndpoint endpoint) {
    String subscription = variables.text("AZURE_SUBSCRIPTION_ID");
    String group = variables.text("AZURE_RESOURCE_GROUP");
    if (subscription == null || group == null || !Hosts.azure(endpoint.host())) {
      return null;
    }
    String resource = endpoint.host().substring(0, endpoint.host().indexOf('.'));
    String url =
        Cloud.of(endpoint.host()).management()
            + "/subscriptions/"
            + URLEncoder.encode(subscription, StandardCharsets.UTF_8)
            + "/resourceGroups/"
            + URLEncoder.encode(group, StandardCharsets.UTF_8)
            + "/providers/Microsoft.CognitiveServices/accounts/"
            + resource
            + "/deployments?api-version=2024-10-01";
    return new Inventory.Source(
        HttpTarget.of(url, Map.of()), identities.managing(deployment, endpoint));
  }

  /** The same with another deployment's name, remembering what it was said to be. */
  private static DeploymentConfig withModel(DeploymentConfig from, String model) {
    DeploymentConfig.ModelInfo info = from.info();
    return new DeploymentConfig(
        from.id(),
        from.modelName(),
        from.provider(),
        model,
        from.endpoint(),
        from.azure(),
        from.vertex(),
        from.aws(),
        from.limits(),
        from.repair(),
        new DeploymentConfig.ModelInfo(
            info.mode(),
            from.realModel().isBlank() ? null : from.realModel(),
            info.maxInputTokens(),
            info.maxOutputTokens(),
            info.supports(),
            info.other()),
        from.origin());
  }
}
