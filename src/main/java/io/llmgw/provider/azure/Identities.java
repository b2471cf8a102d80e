package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.Secret;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenCache;
import io.llmgw.provider.TokenSource;
import io.llmgw.provider.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides how a deployment proves who asks. Deployments with the same identity share its token. */
final class Identities {
  /** More than any set-up has; old ones, such as of rotated secrets, make room. */
  private static final int MAX_KEPT = 256;

  private static final Set<String> OWN_CREDENTIALS =
      Set.of("api-key", "authorization", "ocp-apim-subscription-key");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
  private static final Pattern SCOPE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9./:_-]+");
  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:/@-]+");

  /** Equal ones get the same token. */
  private record Identity(
      @Nullable String tenant,
      @Nullable String client,
      @Nullable Secret secret,
      String authority,
      String scope) {}

  private final TokenHttp http;
  private final Machine machine;
  private final Variables variables;
  private final InstantSource clock;
  private final Map<Identity, TokenCache> tokens = new LinkedHashMap<>(16, 0.75f, true);

  Identities(HttpTransport transport, InstantSource clock, Variables variables, Machine machine) {
    this.http = new TokenHttp(transport, clock);
    this.clock = clock;
    this.variables = variables;
    this.machine = machine;
  }

  /**
   * A client secret comes before a token and that before a key, since a key may also come from the
   * environment; with none of them it is whoever we are where we run.
   */
  Credentials of(DeploymentConfig deployment, AzureEndpoint endpoint) {
    AzureIdentity identity = deployment.azure();
    if (given(identity.clientSecret())) {
      return kept(application(deployment, endpoint));
    }
    if (given(identity.adToken())) {
      String token = word(deployment, "azure_ad_token", identity.adToken());
      if (token.startsWith("oidc/")) {
        throw Misconfigured.of(
            deployment,
            "azure_ad_token",
            "is an oidc/ reference, which is not supported; use workload identity");
      }
      return fixed("Authorization", "Bearer " + token);
    }
    if (given(deployment.endpoint().apiKey())) {
      return fixed("api-key", word(deployment, "api_key", deployment.endpoint().apiKey()));
    }
    boolean own =
        deployment.endpoint().extraHeaders().keySet().stream()
            .anyMatch(name -> OWN_CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
    return own ? _ -> Map.of() : kept(ambient(deployment, endpoint));
  }

  /**
   * Who we are where resources are managed, which no key of a resource proves: the configured
   * application, else the ambient identity.
   */
  Credentials managing(DeploymentConfig deployment, AzureEndpoint endpoint) {
    Identity identity =
        given(deployment.azure().clientSecret())
            ? application(deployment, endpoint)
            : ambient(deployment, endpoint);
    String scope = Cloud.of(endpoint.host()).management() + "/.default";
    return kept(
        new Identity(identity.tenant, identity.client, identity.secret, identity.authority, scope));
  }

  private static boolean given(@Nullable Secret secret) {
    return secret != null && !secret.reveal().isBlank();
  }

  private static Credentials fixed(String name, String value) {
    Map<String, String> headers = Map.of(name, value);
    return _ -> headers;
  }

  /** A secret that goes into a header; what surrounds it when pasted is taken off. */
  private static String word(DeploymentConfig deployment, String setting, @Nullable Secret secret) {
    String text = secret == null ? "" : secret.reveal().strip();
    String bare = text.replaceFirst("^(?i)bearer\\s+", "").replaceAll("^[\"']+|[\"']+$", "");
    if (bare.isEmpty() || !HeaderText.oneWord(bare)) {
      throw Misconfigured.of(
          deployment, setting, "has white space or other characters in it that no key has");
    }
    return bare;
  }

  private Credentials kept(Identity identity) {
    synchronized (tokens) {
      TokenCache cache =
          tokens.computeIfAbsent(identity, _ -> new TokenCache("Azure", source(identity), clock));
      if (tokens.size() > MAX_KEPT) {
        tokens.remove(tokens.keySet().iterator().next());
      }
      return cache;
    }
  }

  private Identity application(DeploymentConfig deployment, AzureEndpoint endpoint) {
    Identity identity = ambient(deployment, endpoint);
    AzureIdentity given = deployment.azure();
    String tenant = or(identity.tenant, "AZURE_TENANT_ID");
    String client = or(identity.client, "AZURE_CLIENT_ID");
    if (tenant == null || client == null) {
      throw Misconfigured.of(
          deployment,
          "client_secret",
          "needs a " + (tenant == null ? "tenant_id" : "client_id") + " beside it");
    }
    return new Identity(tenant, client, given.clientSecret(), identity.authority, identity.scope);
  }

  private Identity ambient(DeploymentConfig deployment, AzureEndpoint endpoint) {
    AzureIdentity given = deployment.azure();
    return new Identity(
        checked(deployment, "tenant_id", given.tenantId(), TENANT),
        checked(deployment, "client_id", given.clientId(), CLIENT),
        null,
        authority(deployment, endpoint),
        scope(deployment, endpoint));
  }

  private static @Nullable String checked(
      DeploymentConfig deployment, String setting, @Nullable String value, Pattern pattern) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (!pattern.matcher(value.strip()).matches()) {
      throw Misconfigured.of(deployment, setting, "has characters in it that none has");
    }
    return value.strip();
  }

  private String scope(DeploymentConfig deployment, AzureEndpoint endpoint) {
    String given = checked(deployment, "azure_scope", deployment.azure().scope(), SCOPE);
    if (given == null) {
      return endpoint.scope();
    }
    return given.endsWith("/.default") ? given : given.replaceFirst("/+$", "") + "/.default";
  }

  private String authority(DeploymentConfig deployment, AzureEndpoint endpoint) {
    String given = variables.text("AZURE_AUTHORITY_HOST");
    if (given == null) {
      return Cloud.of(endpoint.host()).authority();
    }
    String url = (given.contains("://") ? given : "https://" + given).replaceFirst("/+$", "");
    if (!safe(url)) {
      throw Misconfigured.of(
          deployment,
          "sign-in",
          "needs an https address in AZURE_AUTHORITY_HOST, which is " + given);
    }
    return url;
  }

  /** A secret is posted there: never in the clear, but for a stand-in on this machine. */
  private static boolean safe(String url) {
    try {
      URI uri = URI.create(url);
      boolean local = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || (local && "http".equalsIgnoreCase(uri.getScheme())));
    } catch (IllegalArgumentException _) {
      // not even a URL
      return false;
    }
  }

  private TokenSource source(Identity identity) {
    Secret secret = identity.secret;
    if (secret != null) {
      Entra entra = entra(identity, identity.tenant, identity.client);
      return call -> entra.withSecret(secret, call);
    }
    String resource = identity.scope.replaceFirst("/\\.default$", "");
    return new AmbientIdentity(
        List.of(
            call -> fromVariables(identity, call),
            call -> workload(identity, call),
            call ->
                new ManagedIdentity(
                        http, variables, machine, or(identity.client, "AZURE_CLIENT_ID"), resource)
                    .fetch(call),
            new AzureCli(machine, identity.tenant, resource)));
  }

  private Token fromVariables(Identity identity, Call call) {
    String secret = variables.text("AZURE_CLIENT_SECRET");
    String tenant = or(identity.tenant, "AZURE_TENANT_ID");
    String client = or(identity.client, "AZURE_CLIENT_ID");
    boolean others =
        identity.client != null && !identity.client.equals(variables.text("AZURE_CLIENT_ID"));
    if (secret == null || tenant == null || client == null || others) {
      throw new NoIdentityException(
          "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are not all set");
    }
    return entra(identity, tenant, client).withSecret(new Secret(secret), call);
  }

  private Token workload(Identity identity, Call call) {
    String file = variables.text("AZURE_FEDERATED_TOKEN_FILE");
    String tenant = or(identity.tenant, "AZURE_TENANT_ID");
    String client = or(identity.client, "AZURE_CLIENT_ID");
    if (file == null || tenant == null || client == null) {
      throw new NoIdentityException("there is no workload identity (AZURE_FEDERATED_TOKEN_FILE)");
    }
    // read for every token: Kubernetes renews it in place
    return entra(identity, tenant, client).withAssertion(assertion(file), call);
  }

  private static String assertion(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException | IllegalArgumentException _) {
      throw new GatewayException(
          ErrorKind.AUTHENTICATION,
          "The file that AZURE_FEDERATED_TOKEN_FILE names cannot be read: " + file);
    }
  }

  private Entra entra(Identity identity, @Nullable String tenant, @Nullable String client) {
    return new Entra(
        http,
        identity.authority,
        tenant == null ? "" : tenant,
        client == null ? "" : client,
        identity.scope);
  }

  private @Nullable String or(@Nullable String value, String variable) {
    return value != null ? value : variables.text(variable);
  }
}
