package io.llmgw.provider.gemini;

import io.llmgw.catalog.GeminiModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes providers for deployments that speak Google's own protocol, on AI Studio and on Vertex AI.
 * One instance serves a gateway across reloads of its configuration, so that tokens outlive them.
 * Thread-safe; holds nothing to close.
 */
public final class GeminiProviders {
  private static final String STUDIO = "gemini";

  /** The vendor of deployments on Vertex AI. */
  public static final String VERTEX = "vertex_ai";

  private static final Set<String> OWN_CREDENTIALS = Set.of("authorization", "x-goog-api-key");

  private final GeminiModels models = GeminiModels.load();
  private final HttpTransport transport;
  private final MediaLoader media;
  private final InstantSource clock;
  private final VertexIdentities identities;

  /**
   * Makes providers over that transport.
   *
   * @param transport must reach link-local addresses without a proxy, where the metadata server is
   * @param media loads files of which only an address is known
   * @param environment gives a variable's value, or null
   */
  public GeminiProviders(
      HttpTransport transport,
      MediaLoader media,
      InstantSource clock,
      Function<String, @Nullable String> environment) {
    this.transport = transport;
    this.media = media;
    this.clock = clock;
    this.identities = new VertexIdentities(transport, clock, environment);
  }

  /** Whether that deployment speaks this protocol: at {@code …/openai} Google speaks OpenAI's. */
  public static boolean serves(DeploymentConfig deployment) {
    String base = deployment.endpoint().apiBase();
    boolean compatible =
        base != null && (Paths.bare(base).endsWith("/openai") || base.contains("/openai/"));
    return deployment.provider().equals(VERTEX)
        || (deployment.provider().equals(STUDIO) && !compatible);
  }

  /**
   * The provider for a deployment; asks nobody anything yet.
   *
   * @throws GatewayException when the address, a header or the identity cannot work, saying why and
   *     where it is configured
   */
  public Provider create(DeploymentConfig deployment) {
    boolean vertex = deployment.provider().equals(VERTEX);
    try {
      Profile profile = Profile.of(deployment, vertex, models);
      Endpoint endpoint =
          vertex
              ? vertex(deployment, profile)
              : new StudioEndpoint(deployment.endpoint(), deployment.model());
      Upstream upstream = new Upstream(profile.vendor(), endpoint, transport, clock);
      return new GeminiProvider(profile, upstream, media);
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '%s' cannot be called (%s): %s."
              .formatted(deployment.modelName(), deployment.origin(), broken.getMessage()),
          ErrorDetail.NONE,
          broken);
    }
  }

  private Endpoint vertex(DeploymentConfig deployment, Profile profile) {
    String model = deployment.model();
    if (model.contains("/") || model.startsWith("claude")) {
      throw new IllegalArgumentException(
          "on Vertex AI only Google's own models are supported, not '" + model + "'");
    }
    boolean own =
        deployment.endpoint().extraHeaders().keySet().stream()
            .anyMatch(name -> OWN_CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
    if (deployment.endpoint().apiKey() != null && !own) {
      throw new IllegalArgumentException(
          "Vertex AI takes no api_key; set vertex_credentials, or nothing for the ambient identity");
    }
    VertexIdentities.Identity identity =
        own ? VertexIdentities.none() : identities.of(deployment.vertex());
    return new VertexEndpoint(deployment, identity, profile.traits().location());
  }
}
