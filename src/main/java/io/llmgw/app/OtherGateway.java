package io.llmgw.app;

import io.llmgw.config.ConfigException;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.GeneralSettings;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Problem;
import io.llmgw.config.RequestSettings;
import io.llmgw.config.RouterSettings;
import io.llmgw.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The configuration that passes every model on to a gateway that runs elsewhere. */
final class OtherGateway {
  private static final String VENDOR = "litellm_proxy";
  private static final List<String> KEYS =
      List.of("LLMGW_API_KEY", "LLMGW_MASTER_KEY", "LITELLM_MASTER_KEY");

  private OtherGateway() {}

  static LoadedConfig config(String server, Environment environment) {
    DeploymentConfig everything =
        new DeploymentConfig(
            "server",
            "*",
            VENDOR,
            "*",
            new DeploymentConfig.Endpoint(
                address(server), key(environment), null, null, Map.of(), Map.of(), Map.of()),
            DeploymentConfig.AzureIdentity.NONE,
            DeploymentConfig.Limits.DEFAULT,
            DeploymentConfig.Repair.DEFAULT,
            DeploymentConfig.ModelInfo.NONE,
            "--server " + server);
    GatewayConfig config =
        new GatewayConfig(
            List.of(everything),
            GeneralSettings.DEFAULT,
            RouterSettings.DEFAULT,
            RequestSettings.DEFAULT);
    return new LoadedConfig(config, List.of(), null, List.of(), List.of(), List.of(), environment);
  }

  private static @Nullable Secret key(Environment environment) {
    return KEYS.stream()
        .map(environment::text)
        .filter(Objects::nonNull)
        .findFirst()
        .map(Secret::new)
        .orElse(null);
  }

  private static String address(String server) {
    String text = server.contains("://") ? server : "http://" + server;
    String plain = text.replaceFirst("/+$", "");
    try {
      URI uri = new URI(plain);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      // the names of containers may hold what is no host for Java
      String place = String.valueOf(uri.getRawAuthority());
      if (http && (uri.getHost() != null || place.matches("[\\w.-]+(?::\\d{1,5})?"))) {
        return plain.endsWith("/v1") ? plain : plain + "/v1";
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new ConfigException(
        List.of(
            new Problem(
                Problem.Severity.ERROR,
                "--server '%s' is no address of a gateway".formatted(server),
                "--server http://127.0.0.1:4000",
                null)));
  }
}
