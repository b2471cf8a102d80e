package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.Secret;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpTransport;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment as a test wants it: the defaults, and what differs. */
record Setup(
    String model,
    String key,
    Map<String, String> headers,
    Map<String, Object> extraBody,
    Map<String, Object> defaults,
    Repair repair,
    MediaLoader media) {
  static final String KEY = "sk-ant-api03-test-key-1234567890";

  /** Loads nothing: what is passed on needs no loading. */
  static final MediaLoader NO_MEDIA =
      (file, field, _) -> {
        throw new GatewayException(ErrorKind.INVALID_REQUEST, "not loaded: " + file.url());
      };

  static Setup of(String model) {
    return new Setup(model, KEY, Map.of(), Map.of(), Map.of(), Repair.DEFAULT, NO_MEDIA);
  }

  Setup key(String newKey) {
    return new Setup(model, newKey, headers, extraBody, defaults, repair, media);
  }

  Setup headers(Map<String, String> newHeaders) {
    return new Setup(model, key, newHeaders, extraBody, defaults, repair, media);
  }

  Setup extraBody(Map<String, Object> members) {
    return new Setup(model, key, headers, members, defaults, repair, media);
  }

  Setup defaults(Map<String, Object> members) {
    return new Setup(model, key, headers, extraBody, members, repair, media);
  }

  Setup dropping(String... paths) {
    Repair dropping = new Repair(null, List.of(paths), List.of());
    return new Setup(model, key, headers, extraBody, defaults, dropping, media);
  }

  Setup media(MediaLoader loader) {
    return new Setup(model, key, headers, extraBody, defaults, repair, loader);
  }

  DeploymentConfig deployment(@Nullable String apiBase) {
    return new DeploymentConfig(
        "id",
        "my-model",
        "anthropic",
        model,
        new Endpoint(apiBase, new Secret(key), null, null, headers, extraBody, defaults),
        AzureIdentity.NONE,
        Limits.DEFAULT,
        repair,
        ModelInfo.NONE,
        "llmgw.yaml:7");
  }

  Provider provider(HttpTransport transport, @Nullable String apiBase) {
    return new AnthropicProviders(transport, media, InstantSource.system())
        .create(deployment(apiBase));
  }

  /** What would be sent for a request, and what was said about it. */
  Encoded encode(ChatRequest request, Fidelity fidelity) {
    Profile profile = Profile.of(deployment(null), ClaudeModels.load());
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

  /** A client's request in Anthropic's protocol. */
  static RawRequest raw(String json, Map<String, String> headers) {
    JsonObjectIndex body =
        JsonObjectIndex.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    boolean stream = body.isTrue(body.find("stream"));
    return new RawRequest(Operation.CHAT, body, "my-model", stream, false, headers);
  }
}
