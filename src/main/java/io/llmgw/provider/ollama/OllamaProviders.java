package io.llmgw.provider.ollama;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Secret;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Additions;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes providers for deployments behind an Ollama server. Thread-safe. */
public final class OllamaProviders {
  /** The vendor of those deployments. */
  public static final String VENDOR = "ollama";

  private static final String LOCAL = "http://127.0.0.1:11434";

  private final HttpTransport transport;
  private final MediaLoader media;
  private final InstantSource clock;

  public OllamaProviders(HttpTransport transport, MediaLoader media, InstantSource clock) {
    this.transport = transport;
    this.media = media;
    this.clock = clock;
  }

  /** Whether that deployment is one of these; an address that ends in {@code /v1} is OpenAI's. */
  public static boolean serves(DeploymentConfig deployment) {
    String base = deployment.endpoint().apiBase();
    return deployment.provider().equals(VENDOR) && (base == null || !bare(base).endsWith("/v1"));
  }

  private static String bare(String base) {
    String bare = base.strip();
    while (bare.endsWith("/")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    return bare;
  }

  /**
   * The provider for a deployment.
   *
   * @throws GatewayException when its address or a header is broken
   */
  public Provider create(DeploymentConfig deployment) {
    DeploymentConfig.Endpoint endpoint = deployment.endpoint();
    String configured = endpoint.apiBase();
    String base = bare(configured == null ? LOCAL : configured);
    base = base.endsWith("/api") ? base.substring(0, base.length() - 4) : base;
    Map<String, String> headers = endpoint.extraHeaders();
    try {
      return new OllamaProvider(
          deployment.model(),
          new OllamaProvider.Targets(
              HttpTarget.of(base + "/api/chat", headers),
              HttpTarget.of(base + "/api/embed", headers),
              HttpTarget.of(base + "/api/tags", headers),
              credentials(endpoint.apiKey())),
          new Additions(endpoint),
          deployment.repair().dropAlways(),
          media,
          transport,
          clock);
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '%s' cannot be called (%s, api_base %s): %s."
              .formatted(
                  deployment.modelName(), deployment.origin(), configured, broken.getMessage()),
          ErrorDetail.NONE,
          broken);
    }
  }

  private static Map<String, String> credentials(@Nullable Secret key) {
    String bare = key == null ? "" : key.reveal().strip();
    Map<String, String> headers =
        bare.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + bare);
    headers.forEach(HttpTarget::requireUsable);
    return headers;
  }
}
