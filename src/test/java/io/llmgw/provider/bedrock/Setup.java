package io.llmgw.provider.bedrock;

import io.llmgw.catalog.BedrockModels;
import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.DeploymentConfig.VertexIdentity;
import io.llmgw.config.Secret;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpTransport;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment as a test wants it: the defaults, and what differs. */
record Setup(
    String model,
    @Nullable String apiKey,
    AwsIdentity aws,
    Map<String, String> headers,
    Map<String, Object> extraBody,
    Map<String, Object> defaults,
    Repair repair,
    ModelInfo info,
    Map<String, String> environment) {
  static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  static final AwsIdentity KEYS =
      new AwsIdentity(
          "AKIDEXAMPLE1234", new Secret("test-secret-key"), null, "us-east-1", null, null);

  /** Gives back what has its bytes and loads nothing. */
  static final MediaLoader NO_MEDIA =
      (file, field, _) -> {
        if (file.base64() != null) {
          return file;
        }
        throw new GatewayException(ErrorKind.INVALID_REQUEST, "not loaded: " + file.url());
      };

  static Setup of(String model) {
    return new Setup(
        model, null, KEYS, Map.of(), Map.of(), Map.of(), Repair.DEFAULT, ModelInfo.NONE, Map.of());
  }

  Setup apiKey(String key) {
    return new Setup(model, key, aws, headers, extraBody, defaults, repair, info, environment);
  }

  Setup aws(AwsIdentity identity) {
    return new Setup(
        model, apiKey, identity, headers, extraBody, defaults, repair, info, environment);
  }

  Setup headers(Map<String, String> newHeaders) {
    return new Setup(
        model, apiKey, aws, newHeaders, extraBody, defaults, repair, info, environment);
  }

  Setup extraBody(Map<String, Object> members) {
    return new Setup(model, apiKey, aws, headers, members, defaults, repair, info, environment);
  }

  Setup defaults(Map<String, Object> members) {
    return new Setup(model, apiKey, aws, headers, extraBody, members, repair, info, environment);
  }

  Setup repair(Repair newRepair) {
    return new Setup(
        model, apiKey, aws, headers, extraBody, defaults, newRepair, info, environment);
  }

  Setup info(ModelInfo newInfo) {
    return new Setup(
        model, apiKey, aws, headers, extraBody, defaults, repair, newInfo, environment);
  }

  Setup environment(Map<String, String> variables) {
    return new Setup(model, apiKey, aws, headers, extraBody, defaults, repair, info, variables);
  }

  DeploymentConfig deployment(@Nullable String endpoint) {
    AwsIdentity identity =
        new AwsIdentity(
            aws.accessKeyId(),
            aws.secretAccessKey(),
            aws.sessionToken(),
            aws.region(),
            aws.profile(),
            endpoint == null ? aws.endpoint() : endpoint);
    return new DeploymentConfig(
        "id",
        "my-model",
        "bedrock",
        model,
        new Endpoint(
            null,
            apiKey == null ? null : new Secret(apiKey),
            null,
            null,
            headers,
            extraBody,
            defaults),
        AzureIdentity.NONE,
        VertexIdentity.NONE,
        identity,
        Limits.DEFAULT,
        repair,
        info,
        "llmgw.yaml:7");
  }

  Provider provider(HttpTransport transport, @Nullable String endpoint) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    return new BedrockProviders(transport, NO_MEDIA, clock, environment::get)
        .create(deployment(endpoint));
  }

  /** What would be sent for a request, and what was said about it. */
  Encoded encode(ChatRequest request, Fidelity fidelity) {
    Profile profile =
        Profile.of(
            deployment(null), ModelName.of(model), BedrockModels.load(), ClaudeModels.load());
    Call call = new Call("test", new Cancellation(), TimeLimits.NONE, fidelity);
    return RequestEncoder.encode(profile, request, NO_MEDIA, call);
  }

  /** A transport without a proxy. */
  static HttpTransport transport() {
    return new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  }

  static Call call() {
    return new Call("test", new Cancellation(), TimeLimits.NONE);
  }
}
