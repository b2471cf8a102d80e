package io.llmgw.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code general_settings}: the front of the gateway.
 *
 * @param masterKey null means no key is asked for, which is allowed on loopback only
 * @param databaseUrl the PostgreSQL database with the keys of clients; null for a file of the
 *     user's own
 * @param keyHeader {@code litellm_key_header_name}: one more header a client may carry its key in
 * @param defaultModel model used when a request names none
 * @param fallbackResponse text answered when every deployment of a group failed; null for an honest
 *     error
 * @param maxRequestBytes largest request body
 * @param maxConcurrentRequests requests served at once before 503; 0 for no limit
 * @param corsOrigins origins a browser may call from; {@code *} for any; empty for none
 * @param openWebUiInfo whether {@code /models} carries the {@code info} object Open WebUI reads
 * @param drainTime how long running answers may take to finish after SIGTERM
 * @param health how the upstreams are checked
 */
public record GeneralSettings(
    String host,
    int port,
    @Nullable Secret masterKey,
    @Nullable Secret databaseUrl,
    @Nullable String keyHeader,
    @Nullable String defaultModel,
    @Nullable String fallbackResponse,
    long maxRequestBytes,
    int maxConcurrentRequests,
    List<String> corsOrigins,
    boolean openWebUiInfo,
    Duration drainTime,
    HealthChecks health) {

  public static final GeneralSettings DEFAULT =
      new GeneralSettings(
          "127.0.0.1",
          4000,
          null,
          null,
          null,
          null,
          null,
          32L << 20,
          0,
          List.of(),
          false,
          Duration.ofSeconds(30),
          HealthChecks.DEFAULT);

  public GeneralSettings {
    corsOrigins = List.copyOf(corsOrigins);
  }
}
