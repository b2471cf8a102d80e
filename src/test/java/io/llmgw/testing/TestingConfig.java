package io.llmgw.testing;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.GeneralSettings;
import io.llmgw.config.HealthChecks;
import io.llmgw.config.ImageFetch;
import io.llmgw.config.RequestSettings;
import io.llmgw.config.RouterSettings;
import io.llmgw.config.RouterSettings.Alias;
import io.llmgw.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as a test wants it: the defaults, and what differs. Fields are set through the
 * methods, each of which gives the same object.
 */
public final class TestingConfig {
  private static final GeneralSettings GENERAL = GeneralSettings.DEFAULT;

  private final List<DeploymentConfig> deployments = new ArrayList<>();
  private final Map<String, Alias> aliases = new HashMap<>();
  private @Nullable Secret key;
  private @Nullable String keyHeader;
  private @Nullable String defaultModel;
  private @Nullable String fallback;
  private long maxBytes = GENERAL.maxRequestBytes();
  private int maxConcurrent;
  private List<String> origins = List.of();
  private boolean info;
  private int retries = 2;
  private Duration cooldown = Duration.ofSeconds(5);
  private Duration keepAlive = Duration.ofSeconds(15);

  /** An entry whose id is its name and whose upstream's model is {@code upstream-model}. */
  public static DeploymentConfig entry(String name) {
    return entry(name, name, Limits.DEFAULT);
  }

  public static DeploymentConfig entry(String id, String name, Limits limits) {
    return entry(id, name, "upstream-model", limits, ModelInfo.NONE);
  }

  public static DeploymentConfig entry(
      String id, String name, String model, Limits limits, ModelInfo modelInfo) {
    return new DeploymentConfig(
        id,
        name,
        "fake",
        model,
        Endpoint.DEFAULT,
        AzureIdentity.NONE,
        limits,
        Repair.DEFAULT,
        modelInfo,
        "llmgw.yaml:1");
  }

  /** An entry of OpenAI's protocol at that address. */
  public static DeploymentConfig openAi(String name, String apiBase) {
    return upstream(name, "openai", "upstream-model", apiBase, ModelInfo.NONE);
  }

  /** An entry of any vendor that speaks OpenAI's protocol, at that address. */
  public static DeploymentConfig upstream(
      String name, String vendor, String model, String apiBase, ModelInfo modelInfo) {
    return new DeploymentConfig(
        name,
        name,
        vendor,
        model,
        new Endpoint(
            apiBase, new Secret("sk-upstream-key"), null, null, Map.of(), Map.of(), Map.of()),
        AzureIdentity.NONE,
        Limits.DEFAULT,
        Repair.DEFAULT,
        modelInfo,
        "llmgw.yaml:1");
  }

  public static Limits weight(int weight) {
    return new Limits(null, null, null, null, null, weight, null, null, List.of());
  }

  public static Limits order(int order) {
    return new Limits(null, null, null, null, null, null, order, null, List.of());
  }

  public TestingConfig with(DeploymentConfig... entries) {
    deployments.addAll(List.of(entries));
    return this;
  }

  public TestingConfig alias(String name, String model, boolean hidden) {
    aliases.put(name, new Alias(model, hidden));
    return this;
  }

  public TestingConfig key(String masterKey) {
    key = new Secret(masterKey);
    return this;
  }

  public TestingConfig keyHeader(String name) {
    keyHeader = name;
    return this;
  }

  public TestingConfig defaultModel(String name) {
    defaultModel = name;
    return this;
  }

  public TestingConfig fallbackResponse(String text) {
    fallback = text;
    return this;
  }

  public TestingConfig maxBytes(long bytes) {
    maxBytes = bytes;
    return this;
  }

  public TestingConfig maxConcurrent(int requests) {
    maxConcurrent = requests;
    return this;
  }

  public TestingConfig origins(String... allowed) {
    origins = List.of(allowed);
    return this;
  }

  public TestingConfig openWebUiInfo() {
    info = true;
    return this;
  }

  public TestingConfig retries(int number) {
    retries = number;
    return this;
  }

  public TestingConfig cooldown(Duration time) {
    cooldown = time;
    return this;
  }

  public TestingConfig keepAlive(Duration silence) {
    keepAlive = silence;
    return this;
  }

  public GatewayConfig build() {
    return new GatewayConfig(
        deployments,
        new GeneralSettings(
            "127.0.0.1",
            0,
            key,
            null,
            keyHeader,
            defaultModel,
            fallback,
            maxBytes,
            maxConcurrent,
            origins,
            info,
            Duration.ofSeconds(5),
            HealthChecks.DEFAULT),
        new RouterSettings(
            "simple-shuffle",
            aliases,
            retries,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            cooldown),
        new RequestSettings(
            true,
            false,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            keepAlive,
            ImageFetch.DEFAULT));
  }
}
