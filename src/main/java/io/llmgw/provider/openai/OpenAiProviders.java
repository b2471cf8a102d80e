package io.llmgw.provider.openai;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RequestSettings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes providers for deployments whose vendor speaks OpenAI's protocol. Thread-safe. */
public final class OpenAiProviders {
  private final Map<String, Preset> presets = Preset.load();
  private final HttpTransport transport;
  private final InstantSource clock;

  public OpenAiProviders(HttpTransport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** Whether that vendor is one of ours. */
  public boolean knows(String vendor) {
    return presets.containsKey(vendor);
  }

  /**
   * The provider for a deployment at its vendor's or its own address.
   *
   * @throws GatewayException when there is no address, or it is not a URL
   */
  public Provider create(DeploymentConfig deployment, RequestSettings settings) {
    Preset preset = preset(deployment);
    String base = preset.address(deployment.endpoint().apiBase());
    if (base == null) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '"
              + deployment.modelName()
              + "' needs an api_base ("
              + deployment.origin()
              + ").");
    }
    Map<String, String> headers = new HashMap<>(deployment.endpoint().extraHeaders());
    String organization = deployment.endpoint().organization();
    if (organization != null) {
      headers.put("OpenAI-Organization", organization);
    }
    try {
      return create(
          deployment,
          settings,
          new KeyAddress(base, deployment.endpoint().apiKey(), headers, preset.hasResponses(base)));
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '"
              + deployment.modelName()
              + "' cannot be called ("
              + deployment.origin()
              + ", api_base "
              + base
              + "): "
              + broken.getMessage()
              + ".",
          ErrorDetail.NONE,
          broken);
    }
  }

  /** The provider for a deployment whose way in is known, such as Azure's. */
  public Provider create(DeploymentConfig deployment, RequestSettings settings, Address address) {
    Profile profile = Profile.of(preset(deployment), deployment, settings);
    Upstream upstream = new Upstream(deployment.provider(), address, transport, clock);
    boolean only = ResponsesMode.only(deployment);
    Responses responses =
        only || ResponsesMode.offered(deployment, address)
            ? new Responses(upstream, profile, only)
            : null;
    return new OpenAiProvider(upstream, profile, responses);
  }

  private Preset preset(DeploymentConfig deployment) {
    @Nullable Preset preset = presets.get(deployment.provider());
    if (preset == null) {
      throw new IllegalArgumentException("no preset for " + deployment.provider());
    }
    return preset;
  }
}
