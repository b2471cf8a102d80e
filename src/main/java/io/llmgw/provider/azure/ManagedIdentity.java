package io.llmgw.provider.azure;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity Azure gave to the machine or app we run in. Where it is asked for depends on what
 * hosts us, which the environment tells.
 *
 * @param client a user-assigned identity; null for the system's own
 * @param resource what the token is for, which is the scope without its end
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">virtual
 *     machines</a>
 * @see <a
 *     href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference">apps</a>
 */
record ManagedIdentity(
    TokenHttp http, Variables variables, Machine machine, @Nullable String client, String resource)
    implements TokenSource {
  private static final String METADATA_SERVICE = "http://169.254.169.254";
  private static final Duration PROBE = Duration.ofSeconds(1);

  @Override
  public Token fetch(Call call) {
    String endpoint = variables.text("IDENTITY_ENDPOINT");
    String header = variables.text("IDENTITY_HEADER");
    if (endpoint != null && header != null) {
      if (variables.text("IDENTITY_SERVER_THUMBPRINT") != null) {
        throw new NoIdentityException("the managed identity of Service Fabric is not supported");
      }
      return appService(endpoint, header, call);
    }
    String cloudShell = variables.text("MSI_ENDPOINT");
    if (cloudShell != null) {
      return cloudShell(cloudShell, call);
    }
    if (endpoint != null && variables.text("IMDS_ENDPOINT") != null) {
      return new ArcIdentity(http, machine, endpoint, client, resource).fetch(call);
    }
    return virtualMachine(call);
  }

  private Token appService(String endpoint, String header, Call call) {
    Map<String, String> query = query("2019-08-01");
    return token(
        "App Service", http.get(endpoint, query, Map.of("X-IDENTITY-HEADER", header), call));
  }

  private Token cloudShell(String endpoint, Call call) {
    if (client != null) {
      throw new NoIdentityException("Cloud Shell has no user-assigned identities (client_id)");
    }
    Map<String, String> form = Map.of("resource", resource);
    return token("Cloud Shell", http.post(endpoint, form, Map.of("Metadata", "true"), call));
  }

  private Token virtualMachine(Call call) {
    String host = variables.text("AZURE_POD_IDENTITY_AUTHORITY_HOST");
    String base = host == null ? METADATA_SERVICE : host.replaceFirst("/+$", "");
    String endpoint = base + "/metadata/identity/oauth2/token";
    probe(endpoint, call);
    TokenReply reply = http.get(endpoint, query("2018-02-01"), Map.of("Metadata", "true"), call);
    if (!reply.good() && !reply.transientFailure()) {
      // other clouds have something at this address too
      throw new NoIdentityException("this machine has no managed identity: " + reply.reason());
    }
    return token("the metadata service", reply);
  }

  /**
   * Asks without the header that is due, which is answered at once with a refusal. A machine
   * outside Azure has nothing there and often not even a way to say so, while the first true answer
   * in Azure may take long.
   */
  private void probe(String endpoint, Call call) {
    TimeLimits limits = new TimeLimits(PROBE, PROBE, PROBE);
    try {
      http.get(endpoint, Map.of(), Map.of(), new Call(call.id(), call.cancellation(), limits));
    } catch (GatewayException failure) {
      if (failure.kind() == ErrorKind.NETWORK || failure.kind() == ErrorKind.TIMEOUT) {
        throw new NoIdentityException("no managed identity: this is no machine in Azure");
      }
      throw failure;
    }
  }

  private Map<String, String> query(String version) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("api-version", version);
    query.put("resource", resource);
    if (client != null) {
      query.put("client_id", client);
    }
    return query;
  }

  static Token token(String place, TokenReply reply) {
    if (reply.good()) {
      return reply.token();
    }
    throw new GatewayException(
        reply.transientFailure() ? ErrorKind.UNAVAILABLE : ErrorKind.AUTHENTICATION,
        "The managed identity (%s) gave no token: %s".formatted(place, reply.reason()));
  }
}
