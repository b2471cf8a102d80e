package io.llmgw.provider.gemini;

import io.llmgw.catalog.GeminiModels;
import io.llmgw.config.DeploymentConfig;
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
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment as a test wants it: the defaults, and what differs. */
record Setup(
    String vendor,
    String model,
    @Nullable String key,
    VertexIdentity vertex,
    Map<String, String> headers,
    Map<String, Object> extraBody,
    Map<String, Object> defaults,
    Repair repair,
    MediaLoader media) {
  static final String KEY = "AIza-test-key-1234567890";

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
        "gemini",
        model,
        KEY,
        VertexIdentity.NONE,
        Map.of(),
        Map.of(),
        Map.of(),
        Repair.DEFAULT,
        NO_MEDIA);
  }

  /** On Vertex AI, with that file of credentials or what is in it. */
  static Setup vertex(String model, @Nullable String credentials) {
    Secret secret = credentials == null ? null : new Secret(credentials);
    return new Setup(
        "vertex_ai",
        model,
        null,
        new VertexIdentity("my-project", "europe-west4", secret),
        Map.of(),
        Map.of(),
        Map.of(),
        Repair.DEFAULT,
        NO_MEDIA);
  }

  Setup vertex(VertexIdentity identity) {
    return new Setup(vendor, model, key, identity, headers, extraBody, defaults, repair, media);
  }

  Setup key(@Nullable String newKey) {
    return new Setup(vendor, model, newKey, vertex, headers, extraBody, defaults, repair, media);
  }

  Setup headers(Map<String, String> newHeaders) {
    return new Setup(vendor, model, key, vertex, newHeaders, extraBody, defaults, repair, media);
  }

  Setup extraBody(Map<String, Object> members) {
    return new Setup(vendor, model, key, vertex, headers, members, defaults, repair, media);
  }

  Setup defaults(Map<String, Object> members) {
    return new Setup(vendor, model, key, vertex, headers, extraBody, members, repair, media);
  }

  Setup repair(Repair newRepair) {
    return new Setup(vendor, model, key, vertex, headers, extraBody, defaults, newRepair, media);
  }

  Setup media(MediaLoader loader) {
    return new Setup(vendor, model, key, vertex, headers, extraBody, defaults, repair, loader);
  }

  DeploymentConfig deployment(@Nullable String apiBase) {
    return new DeploymentConfig(
        "id",
        "my-model",
        vendor,
        model,
        new Endpoint(
            apiBase,
            key == null ? null : new Secret(key),
            null,
            null,
            headers,
            extraBody,
            defaults),
        AzureIdentity.NONE,
        vertex,
        Limits.DEFAULT,
        repair,
        ModelInfo.NONE,
        "llmgw.yaml:7");
  }

  Provider provider(HttpTransport transport, @Nullable String apiBase) {
    return providers(transport, InstantSource.system(), Map.of()).create(deployment(apiBase));
  }

  GeminiProviders providers(
      HttpTransport transport, InstantSource clock, Map<String, String> environment) {
    return new GeminiProviders(transport, media, clock, environment::get);
  }

  /** What would be sent for a request, and what was said about it. */
  Encoded encode(ChatRequest request, Fidelity fidelity) {
    Profile profile = Profile.of(deployment(null), vendor.equals("vertex_ai"), GeminiModels.load());
    Call call = new Call("test", new Cancellation(), TimeLimits.NONE, fidelity);
    return RequestEncoder.encode(profile, request, media, call);
  }

  /** A transport without a proxy. */
  static HttpTransport transport() {
    return new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  }

  static Call call() {
    return new Call("test", new Cancellation(), TimeLimits.NONE);
  }
}
