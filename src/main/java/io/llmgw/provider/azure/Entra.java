package io.llmgw.provider.azure;

import io.llmgw.config.Secret;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs an application in at Microsoft Entra.
 *
 * @param authority where, without a slash at the end
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">the
 *     flow</a>
 */
record Entra(TokenHttp http, String authority, String tenant, String client, String scope) {

  Token withSecret(Secret secret, Call call) {
    return token(Map.of("client_secret", secret.reveal()), call);
  }

  /** Signs in with a token of another issuer that the application trusts. */
  Token withAssertion(String assertion, Call call) {
    return token(
        Map.of(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion),
        call);
  }

  private Token token(Map<String, String> proof, Call call) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client);
    form.put("scope", scope);
    form.putAll(proof);
    TokenReply reply =
        http.post(
            authority + "/" + TokenHttp.encoded(tenant) + "/oauth2/v2.0/token",
            form,
            Map.of(),
            call);
    if (reply.good()) {
      return reply.token();
    }
    throw failure(reply);
  }

  private GatewayException failure(TokenReply reply) {
    String reason = reply.reason();
    String number = Aadsts.number(reason);
    String advice = number == null ? null : Aadsts.advice(number, client, tenant, scope);
    String message =
        advice == null
            ? "Azure's sign-in (%s) refused: %s".formatted(reply.host(), reason)
            : "Azure's sign-in (%s) refused: %s (AADSTS%s)."
                .formatted(reply.host(), advice, number);
    return new GatewayException(
        reply.transientFailure() ? ErrorKind.UNAVAILABLE : ErrorKind.AUTHENTICATION,
        message,
        number == null ? ErrorDetail.NONE : ErrorDetail.ofCode("AADSTS" + number));
  }
}
