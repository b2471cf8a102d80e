package io.llmgw.provider.openai;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.RequestSettings;
import io.llmgw.config.Secret;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.provider.Call;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment as a test wants it: the defaults, and what differs. */
record Setup(
    String vendor,
    String model,
    Map<String, String> headers,
    Map<String, Object> extraBody,
    Map<String, Object> defaults,
    Repair repair,
    Map<String, Boolean> supports,
    @Nullable String baseModel,
    RequestSettings settings) {

  static Setup of(String vendor, String model) {
    return new Setup(
        vendor,
        model,
        Map.of(),
        Map.of(),
        Map.of(),
        Repair.DEFAULT,
        Map.of(),
        null,
        RequestSettings.DEFAULT);
  }

  Setup extraBody(Map<String, Object> members) {
    return new Setup(
        vendor, model, headers, members, defaults, repair, supports, baseModel, settings);
  }

  Setup defaults(Map<String, Object> members) {
    return new Setup(
        vendor, model, headers, extraBody, members, repair, supports, baseModel, settings);
  }

  Setup repair(Repair newRepair) {
    return new Setup(
        vendor, model, headers, extraBody, defaults, newRepair, supports, baseModel, settings);
  }

  Setup supports(String what, boolean whether) {
    return new Setup(
        vendor,
        model,
        headers,
        extraBody,
        defaults,
        repair,
        Map.of(what, whether),
        baseModel,
        settings);
  }

  Setup baseModel(String name) {
    return new Setup(vendor, model, headers, extraBody, defaults, repair, supports, name, settings);
  }

  DeploymentConfig deployment(@Nullable String apiBase, @Nullable String key) {
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
        Limits.DEFAULT,
        repair,
        new ModelInfo(null, baseModel, null, null, supports, Map.of()),
        "llmgw.yaml:7");
  }

  Profile profile() {
    Preset preset = Preset.load().get(vendor);
    if (preset == null) {
      throw new AssertionError("no preset for " + vendor);
    }
    return Profile.of(preset, deployment(null, null), settings);
  }

  /** The provider at that address, with a key. */
  Provider provider(HttpTransport transport, String apiBase) {
    return new OpenAiProviders(transport, InstantSource.system())
        .create(deployment(apiBase, "sk-test-key-1234567890"), settings);
  }

  /** A transport without a proxy. */
  static HttpTransport transport() {
    return new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  }

  static Call call() {
    return call(TimeLimits.NONE);
  }

  static Call call(TimeLimits limits) {
    return new Call("test", new Cancellation(), limits);
  }

  /** A client's request; what it asks for follows from its members. */
  static RawRequest request(byte[] json) {
    JsonObjectIndex body = JsonObjectIndex.of(json);
    Operation operation =
        body.has("messages")
            ? Operation.CHAT
            : body.has("prompt") ? Operation.COMPLETION : Operation.EMBEDDING;
    String model = body.text("model");
    int options = body.find("stream_options");
    boolean usage =
        body.isSet(options) && body.tree(options).path("include_usage").asBoolean(false);
    return new RawRequest(
        operation, body, model == null ? "" : model, body.isTrue(body.find("stream")), usage);
  }

  static RawRequest request(String json) {
    return request(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
