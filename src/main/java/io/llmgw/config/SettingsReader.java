package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.RouterSettings.Alias;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the three settings sections. Flags win over variables, and those over the file, for the
 * address; the file wins over variables for everything else.
 */
final class SettingsReader {
  private final Loading loading;
  private final SectionValues general;
  private final SectionValues requests;
  private final SectionValues router;

  /** Where a master key is written that is empty, which would leave the gateway open unnoticed. */
  private final @Nullable Position emptyKey;

  SettingsReader(Loading loading, Map<String, Mapping> sections) {
    this.loading = loading;
    this.emptyKey = emptyKey(sections.get("general_settings"));
    this.general = closed("general_settings", sections);
    this.requests = closed("litellm_settings", sections);
    this.router = closed("router_settings", sections);
  }

  private static @Nullable Position emptyKey(@Nullable Mapping general) {
    return general != null
            && general.get("master_key") instanceof Scalar key
            && !key.isUnset()
            && (key.value() == null || key.text().isBlank())
        ? key.position()
        : null;
  }

  private SectionValues closed(String name, Map<String, Mapping> sections) {
    Mapping written = sections.get(name);
    return SectionValues.closed(
        loading,
        name,
        name,
        written != null ? written : Mapping.empty(Position.of(Source.flag("default"))));
  }

  /** Puts flags and variables over and under what is written. */
  void apply(ConfigRequest request) {
    LayeredEnvironment environment = loading.environment();
    general.over("host", environment.scalar("HOST"));
    general.over("port", environment.scalar("PORT"));
    general.over("host", flag("--host", request.host()));
    Integer port = request.port();
    general.over("port", flag("--port", port == null ? null : port.toString()));
    general.under(
        "master_key",
        Discovery.first(environment, List.of("LLMGW_MASTER_KEY", "LITELLM_MASTER_KEY")));
    general.over("default_model", flag("--model", request.model()));
    general.inherit("default_model", general, "completion_model");
    general.under("default_model", environment.scalar("DEFAULT_MODEL"));
    general.inherit("max_concurrent_requests", general, "global_max_parallel_requests");
    general.under("max_concurrent_requests", environment.scalar("MAX_CONCURRENT_REQUESTS"));
    requests.under("request_timeout", environment.scalar("REQUEST_TIMEOUT"));
    for (String retries : List.of("num_retries", "max_retries")) {
      router.inherit("num_retries", requests, retries);
    }
    router.inherit("timeout", requests, "request_timeout");
    router.inherit("stream_timeout", router, "timeout");
    router.inherit("cooldown_time", requests, "cooldown_time");
  }

  private static @Nullable Scalar flag(String name, @Nullable String value) {
    return value == null ? null : Scalar.of(value, Position.of(Source.flag(name)));
  }

  GeneralSettings general() {
    GeneralSettings standard = GeneralSettings.DEFAULT;
    Scalar unset = general.takeUnset("master_key");
    if (unset != null) {
      general.needs("master_key", String.valueOf(unset.variable()), unset.position());
    }
    String host = general.text("host", standard.host()).strip();
    int port = Math.toIntExact(general.whole("port", standard.port()));
    Secret masterKey = general.secret("master_key");
    if (masterKey == null && emptyKey != null) {
      loading
          .problems()
          .error(
              "`general_settings.master_key` has no value",
              "give it one, or remove it to let everyone on this machine in",
              emptyKey);
    }
    if (masterKey == null
        && unset == null
        && emptyKey == null
        && !general.has("master_key")
        && !Address.isLoopback(host)) {
      loading
          .problems()
          .error(
              "Listening on %s lets others in, and there is no master key".formatted(host),
              "set general_settings.master_key, or run"
                  + " `export LLMGW_MASTER_KEY=\"sk-$(openssl rand -hex 24)\"`",
              general.position("host"));
    }
    GeneralSettings settings =
        new GeneralSettings(
            host,
            port,
            masterKey,
            general.secret("database_url"),
            general.text("litellm_key_header_name"),
            general.text("default_model"),
            general.text("fallback_response"),
            bytes(standard.maxRequestBytes()),
            Math.toIntExact(
                general.whole("max_concurrent_requests", standard.maxConcurrentRequests())),
            general.texts("cors_origins"),
            general.flag("openwebui_info", standard.openWebUiInfo()),
            general.duration("drain_time", standard.drainTime()),
            health(standard.health()));
    general.reportUnset();
    return settings;
  }

  private HealthChecks health(HealthChecks standard) {
    return new HealthChecks(
        general.flag("background_health_checks", standard.background()),
        general.duration("health_check_interval", standard.interval()),
        general.flag("health_check_details", standard.details()));
  }

  private long bytes(long standard) {
    double mebibytes = general.number("max_request_size_mb", (double) (standard >> 20));
    long bytes = Math.round(mebibytes * (1 << 20));
    if (bytes < 1 || mebibytes > 2000) {
      loading
          .problems()
          .error(
              "`general_settings.max_request_size_mb` takes a number above 0, up to 2000",
              null,
              general.position("max_request_size_mb"));
    }
    return bytes;
  }

  /**
   * Reads what happens to requests; before {@link #router()}, which has the last word on what both
   * may hold.
   */
  RequestSettings requests() {
    RequestSettings standard = RequestSettings.DEFAULT;
    return new RequestSettings(
        requests.flag("drop_params", standard.dropParams()),
        general.flag("always_include_stream_usage", standard.includeStreamUsage()),
        requests.duration("connect_timeout", standard.connectTimeout()),
        requests.duration("chunk_timeout", standard.chunkTimeout()),
        requests.duration("keepalive_seconds", standard.keepAlive()),
        imageFetch());
  }

  private ImageFetch imageFetch() {
    ImageFetch standard = ImageFetch.DEFAULT;
    SectionValues values =
        SectionValues.closed(
            loading, "image_fetch", "general_settings.image_fetch", general.section("image_fetch"));
    ImageFetch settings =
        new ImageFetch(
            values.texts("allow"),
            values.whole("max_size_mb", standard.maxBytes() >> 20) << 20,
            values.duration("timeout", standard.timeout()));
    values.reportUnset();
    return settings;
  }

  RouterSettings router() {
    RouterSettings standard = RouterSettings.DEFAULT;
    requests.reportUnset();
    Duration timeout = router.duration("timeout", standard.timeout());
    Duration cooldown = router.duration("cooldown_time", standard.cooldownTime());
    RouterSettings settings =
        new RouterSettings(
            router.text("routing_strategy", standard.strategy()),
            aliases(router.section("model_group_alias")),
            Math.toIntExact(router.whole("num_retries", standard.numRetries())),
            timeout,
            router.duration("stream_timeout", timeout),
            router.flag("disable_cooldowns", false) ? Duration.ZERO : cooldown);
    router.reportUnset();
    return settings;
  }

  /** What {@code default_max_parallel_requests} says; null for nothing. */
  @Nullable Integer maxParallelRequests() {
    return router.integer("default_max_parallel_requests");
  }

  private Map<String, Alias> aliases(Mapping written) {
    Map<String, Alias> aliases = new LinkedHashMap<>();
    for (Entry entry : written.entries()) {
      ConfigNode target =
          entry.value() instanceof Mapping mapping ? mapping.get("model") : entry.value();
      if (target instanceof Scalar model && model.value() != null) {
        boolean hidden =
            entry.value() instanceof Mapping mapping
                && mapping.get("hidden") instanceof Scalar scalar
                && Boolean.TRUE.equals(ValueReader.truth(scalar.text()));
        aliases.put(entry.key(), new Alias(model.text(), hidden));
        loading
            .settings()
            .add(
                new Setting(
                    "router_settings.model_group_alias." + entry.key(),
                    model.text(),
                    model.origin()));
      } else {
        loading
            .problems()
            .error(
                "The alias `%s` takes a model's name, or `{model: name, hidden: true}`"
                    .formatted(entry.key()),
                null,
                entry.value().position());
      }
    }
    return aliases;
  }

  /** Where the default model is named; null when it is not. */
  @Nullable Position defaultModelPosition() {
    return general.position("default_model");
  }
}
