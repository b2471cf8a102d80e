package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Secret;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.UpstreamDeployment;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was seen when a check failed: all a diagnosis is drawn from.
 *
 * @param url where the request went, or would have gone; null when there was none yet
 * @param context what is known besides the failure
 */
record Observation(
    Rung rung, Target target, @Nullable URI url, GatewayException failure, Context context) {

  /**
   * What is known besides the failure.
   *
   * @param addresses of the host, as it was looked up
   * @param proxy {@code host:port} of the proxy in between; null for none
   * @param container whether this process runs inside a container
   * @param models the names the provider lists
   * @param deployments those of the resource, where it tells them
   * @param betterBase the address that answered where the configured one did not; null for none
   */
  record Context(
      List<InetAddress> addresses,
      @Nullable String proxy,
      boolean container,
      List<String> models,
      List<UpstreamDeployment> deployments,
      @Nullable String betterBase) {
    static final Context NONE = new Context(List.of(), null, false, List.of(), List.of(), null);

    Context {
      addresses = List.copyOf(addresses);
      models = List.copyOf(models);
      deployments = List.copyOf(deployments);
    }
  }

  DeploymentConfig deployment() {
    return target.deployment();
  }

  String vendor() {
    return deployment().provider();
  }

  boolean azure() {
    return vendor().equals("azure") || vendor().equals("azure_ai");
  }

  String model() {
    return deployment().model();
  }

  int status() {
    return failure.detail().status();
  }

  boolean is(int status) {
    return failure.detail().status() == status;
  }

  /** The provider's own words. */
  String message() {
    String text = failure.text();
    int own = text.indexOf(" refused the gateway's key: ");
    return own < 0 ? text : text.substring(own + " refused the gateway's key: ".length());
  }

  /** Whether the provider's words hold one of these, whatever the case. */
  boolean says(String... any) {
    String words = message().toLowerCase(Locale.ROOT);
    for (String word : any) {
      if (words.contains(word.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the error's code or type is one of these. */
  boolean coded(String... any) {
    for (String word : any) {
      if (word.equalsIgnoreCase(failure.detail().code())
          || word.equalsIgnoreCase(failure.detail().type())) {
        return true;
      }
    }
    return false;
  }

  String code() {
    return Objects.requireNonNullElse(failure.detail().code(), "");
  }

  Duration retryAfter() {
    return failure.retryAfter().orElse(Duration.ZERO);
  }

  String host() {
    return url == null || url.getHost() == null ? "the provider" : url.getHost();
  }

  KeyForm keyForm() {
    return KeyForm.of(deployment().endpoint().apiKey());
  }

  /** The key as it may be shown. */
  String key() {
    Secret key = deployment().endpoint().apiKey();
    return key == null ? "(none)" : key.masked();
  }

  /** Whether it is a sign-in and no key that proves who asks; for Azure. */
  boolean signedIn() {
    DeploymentConfig.AzureIdentity identity = deployment().azure();
    return identity.adToken() != null
        || identity.clientSecret() != null
        || deployment().endpoint().apiKey() == null;
  }

  /** Where the provider's answer says that it was asked; empty when it does not. */
  String header(String name) {
    return failure.detail().headers().stream()
        .filter(header -> header.getKey().equals(name) || header.getKey().endsWith("-" + name))
        .map(header -> header.getValue())
        .findFirst()
        .orElse("");
  }
}
