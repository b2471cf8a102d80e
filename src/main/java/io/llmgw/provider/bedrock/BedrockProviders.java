package io.llmgw.provider.bedrock;

import io.llmgw.catalog.BedrockModels;
import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes providers for deployments on Amazon Bedrock. One instance serves a gateway across reloads
 * of its configuration, so that keys lent for a time outlive them. Thread-safe; holds nothing to
 * close.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html">the
 *     Converse API</a>
 */
public final class BedrockProviders {
  /** The vendor of deployments there. */
  public static final String VENDOR = "bedrock";

  /** Where Linux tells who made the machine. */
  private static final Path MAKER = Path.of("/sys/devices/virtual/dmi/id/sys_vendor");

  private final BedrockModels models = BedrockModels.load();
  private final ClaudeModels claudes = ClaudeModels.load();
  private final HttpTransport transport;
  private final MediaLoader media;
  private final InstantSource clock;
  private final AwsIdentities identities;
  private final Regions regions;

  /**
   * Makes providers over that transport.
   *
   * @param transport must reach link-local addresses without a proxy, where containers and machines
   *     get keys
   * @param media loads files of which only an address is known
   * @param clock tells the time that signatures carry
   * @param environment gives a variable's value, or null
   */
  public BedrockProviders(
      HttpTransport transport,
      MediaLoader media,
      InstantSource clock,
      Function<String, @Nullable String> environment) {
    this(transport, media, clock, environment, MAKER);
  }

  BedrockProviders(
      HttpTransport transport,
      MediaLoader media,
      InstantSource clock,
      Function<String, @Nullable String> environment,
      Path vendor) {
    this.transport = transport;
    this.media = media;
    this.clock = clock;
    AwsFiles files = new AwsFiles(environment);
    this.regions = new Regions(environment, files);
    KeyLenders lenders = new KeyLenders(transport, clock, environment, vendor);
    this.identities = new AwsIdentities(environment, files, regions, lenders, clock);
  }

  /**
   * The provider for a deployment; asks nobody anything yet.
   *
   * @throws GatewayException when there is no key or no region, or the address or a header cannot
   *     work, saying why and where it is configured
   */
  public Provider create(DeploymentConfig deployment) {
    try {
      ModelName name = ModelName.of(deployment.model());
      String configured = address(deployment);
      String region = regions.of(deployment.aws(), name, configured);
      Endpoint endpoint =
          new Endpoint(configured, region, name.id(), deployment.endpoint().extraHeaders());
      Upstream upstream =
          new Upstream(
              deployment.provider(), endpoint, identities.of(deployment, region), transport, clock);
      return new BedrockProvider(Profile.of(deployment, name, models, claudes), upstream, media);
    } catch (IllegalArgumentException broken) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The deployment '%s' cannot be called (%s): %s."
              .formatted(deployment.modelName(), deployment.origin(), broken.getMessage()),
          ErrorDetail.NONE,
          broken);
    }
  }

  private static @Nullable String address(DeploymentConfig deployment) {
    String own = deployment.aws().endpoint();
    String address = own != null && !own.isBlank() ? own : deployment.endpoint().apiBase();
    return address == null || address.isBlank() ? null : address.strip();
  }
}
