package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;

/** Makes providers for deployments that speak Anthropic's protocol. Thread-safe. */
public final class AnthropicProviders {
  /** The vendor of those deployments. */
  public static final String VENDOR = "anthropic";

  private final ClaudeModels models = ClaudeModels.load();
  private final HttpTransport transport;
  private final MediaLoader media;
  private final InstantSource clock;

  /** Makes providers over that transport; {@code media} loads files only this machine can reach. */
  public AnthropicProviders(HttpTransport transport, MediaLoader media, InstantSource clock) {
    this.transport = transport;
    this.media = media;
    this.clock = clock;
  }

  /**
   * The provider for a deployment at Anthropic's or its own address.
   *
   * @throws GatewayException when the address is not one of this protocol, or a header is broken
   */
  public Provider create(DeploymentConfig deployment) {
    DeploymentConfig.Endpoint configured = deployment.endpoint();
    try {
      Endpoint endpoint =
          new Endpoint(configured.apiBase(), configured.apiKey(), configured.extraHeaders());
      return new AnthropicProvider(
          Profile.of(deployment, models), endpoint, media, transport, clock);
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '"
              + deployment.modelName()
              + "' cannot be called ("
              + deployment.origin()
              + ", api_base "
              + configured.apiBase()
              + "): "
              + broken.getMessage()
              + ".",
          ErrorDetail.NONE,
          broken);
    }
  }
}
