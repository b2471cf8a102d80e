package io.llmgw.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code model_list}: a public name and the upstream that serves it.
 *
 * @param id {@code model_info.id}, else a hash over the parameters that identify the upstream
 * @param modelName what clients ask for; may hold {@code *}
 * @param provider the vendor: {@code custom_llm_provider}, else the prefix of {@code model} (the
 *     part before the first slash when it names a known vendor), else what the model's name gives
 *     away
 * @param model the upstream's own name of the model, without the vendor's prefix
 * @param origin where the entry comes from, for people: {@code llmgw.yaml:12} or {@code
 *     $OPENAI_API_KEY}
 */
public record DeploymentConfig(
    String id,
    String modelName,
    String provider,
    String model,
    Endpoint endpoint,
    AzureIdentity azure,
    VertexIdentity vertex,
    AwsIdentity aws,
    Limits limits,
    Repair repair,
    ModelInfo info,
    String origin) {

  /** An entry that is not on AWS. */
  public DeploymentConfig(
      String id,
      String modelName,
      String provider,
      String model,
      Endpoint endpoint,
      AzureIdentity azure,
      VertexIdentity vertex,
      Limits limits,
      Repair repair,
      ModelInfo info,
      String origin) {
    this(
        id,
        modelName,
        provider,
        model,
        endpoint,
        azure,
        vertex,
        AwsIdentity.NONE,
        limits,
        repair,
        info,
        origin);
  }

  /** An entry that is neither on Vertex AI nor on AWS. */
  public DeploymentConfig(
      String id,
      String modelName,
      String provider,
      String model,
      Endpoint endpoint,
      AzureIdentity azure,
      Limits limits,
      Repair repair,
      ModelInfo info,
      String origin) {
    this(
        id,
        modelName,
        provider,
        model,
        endpoint,
        azure,
        VertexIdentity.NONE,
        limits,
        repair,
        info,
        origin);
  }

  /**
   * Where and how the upstream is reached.
   *
   * @param apiBase null for the vendor's default
   * @param extraHeaders sent with every request
   * @param extraBody members merged into every JSON body, over what the client sent
   * @param defaults request parameters used when the client sent none, such as {@code temperature}
   */
  public record Endpoint(
      @Nullable String apiBase,
      @Nullable Secret apiKey,
      @Nullable String apiVersion,
      @Nullable String organization,
      Map<String, String> extraHeaders,
      Map<String, Object> extraBody,
      Map<String, Object> defaults) {

    public static final Endpoint DEFAULT =
        new Endpoint(null, null, null, null, Map.of(), Map.of(), Map.of());

    public Endpoint {
      extraHeaders = Map.copyOf(extraHeaders);
      extraBody = Map.copyOf(extraBody);
      defaults = Map.copyOf(defaults);
    }
  }

  /** Entra identity for Azure; all null means the API key, or with none the ambient identity. */
  public record AzureIdentity(
      @Nullable Secret adToken,
      @Nullable String tenantId,
      @Nullable String clientId,
      @Nullable Secret clientSecret,
      @Nullable String scope) {

    public static final AzureIdentity NONE = new AzureIdentity(null, null, null, null, null);
  }

  /**
   * Whose Vertex AI it is; all null means the ambient identity and its project.
   *
   * @param credentials a file of credentials, or what is in it
   */
  public record VertexIdentity(
      @Nullable String project, @Nullable String location, @Nullable Secret credentials) {

    public static final VertexIdentity NONE = new VertexIdentity(null, null, null);
  }

  /**
   * Who calls AWS and where; all null means what the variables and files of AWS's own tools say.
   *
   * @param profile the one of those in AWS's files, when no key is given
   * @param endpoint address of Bedrock's runtime, when it is not the region's public one
   */
  public record AwsIdentity(
      @Nullable String accessKeyId,
      @Nullable Secret secretAccessKey,
      @Nullable Secret sessionToken,
      @Nullable String region,
      @Nullable String profile,
      @Nullable String endpoint) {

    public static final AwsIdentity NONE = new AwsIdentity(null, null, null, null, null, null);
  }

  /**
   * Limits and weights of this deployment; null means the router's or the gateway's default.
   *
   * @param timeout whole call
   * @param streamTimeout up to the first event of a stream
   */
  public record Limits(
      @Nullable Duration timeout,
      @Nullable Duration streamTimeout,
      @Nullable Integer maxRetries,
      @Nullable Integer rpm,
      @Nullable Integer tpm,
      @Nullable Integer weight,
      @Nullable Integer order,
      @Nullable Integer maxParallelRequests,
      List<String> tags) {

    public static final Limits DEFAULT =
        new Limits(null, null, null, null, null, null, null, null, List.of());

    public Limits {
      tags = List.copyOf(tags);
    }
  }

  /**
   * How requests are made to fit.
   *
   * @param dropParams drop parameters the model refuses instead of a 400; null for the gateway's
   *     default
   * @param dropAlways names or paths ({@code tools[*].input_examples}) dropped from every request
   * @param allowAlways parameters passed on although they are known to be refused
   */
  public record Repair(
      @Nullable Boolean dropParams, List<String> dropAlways, List<String> allowAlways) {

    public static final Repair DEFAULT = new Repair(null, List.of(), List.of());

    public Repair {
      dropAlways = List.copyOf(dropAlways);
      allowAlways = List.copyOf(allowAlways);
    }
  }

  /**
   * {@code model_info}.
   *
   * @param mode {@code chat}, {@code embedding}, {@code image_generation}, …; null when not said
   * @param baseModel the real model behind an Azure deployment
   * @param supports every {@code supports_…} key by its name without that prefix, such as {@code
   *     vision} or {@code streaming}
   * @param other every other key, answered by {@code /model/info} as it was written
   */
  public record ModelInfo(
      @Nullable String mode,
      @Nullable String baseModel,
      @Nullable Long maxInputTokens,
      @Nullable Long maxOutputTokens,
      Map<String, Boolean> supports,
      Map<String, Object> other) {

    static final String ACCESS_GROUPS = "access_groups";

    public static final ModelInfo NONE = new ModelInfo(null, null, null, null, Map.of(), Map.of());

    public ModelInfo {
      supports = Map.copyOf(supports);
      other = Map.copyOf(other);
    }

    /** Names that stand for this and other models where models are allowed. */
    public List<String> accessGroups() {
      return other.get(ACCESS_GROUPS) instanceof List<?> names
          ? names.stream().map(String::valueOf).toList()
          : List.of();
    }
  }

  /** The name by which capabilities and quirks are looked up: the real model. */
  public String realModel() {
    return info.baseModel() != null ? info.baseModel() : model;
  }

  /** The same with another model of the upstream. */
  public DeploymentConfig named(String ownId, String name, String upstreamModel) {
    return new DeploymentConfig(
        ownId,
        name,
        provider,
        upstreamModel,
        endpoint,
        azure,
        vertex,
        aws,
        limits,
        repair,
        info,
        origin);
  }

  /** The same at another place. */
  public DeploymentConfig withEndpoint(Endpoint other) {
    return new DeploymentConfig(
        id, modelName, provider, model, other, azure, vertex, aws, limits, repair, info, origin);
  }

  /** The same with another identity on Azure. */
  public DeploymentConfig withAzure(AzureIdentity other) {
    return new DeploymentConfig(
        id, modelName, provider, model, endpoint, other, vertex, aws, limits, repair, info, origin);
  }

  /** The same with other facts. */
  public DeploymentConfig withInfo(ModelInfo other) {
    return new DeploymentConfig(
        id, modelName, provider, model, endpoint, azure, vertex, aws, limits, repair, other,
        origin);
  }

  /** The same from another source. */
  public DeploymentConfig withOrigin(String other) {
    return new DeploymentConfig(
        id, modelName, provider, model, endpoint, azure, vertex, aws, limits, repair, info, other);
  }
}
