package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of Azure OpenAI and Foundry mean. Codes are matched first, then words, because
 * the same refusal comes in several shapes.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/reference">the reference</a>
 */
final class AzureTree {
  private static final Pattern SPECIFIED = Pattern.compile("specified model,? '?([\\w.:-]*\\w)");

  private static final List<Row> ROWS =
      List.of(
          when(AzureVersions::versionTooOld, AzureVersions::raiseVersion),
          when(
              seen -> seen.says("api-version query parameter is not allowed"),
              AzureVersions::dropVersion),
          when(
              seen -> seen.says("api version not supported", "unsupported api version"),
              AzureVersions::versionUnknown),
          when(
              seen ->
                  seen.coded("Tenant provided in token does not match resource token")
                      || seen.says("tenant provided in token does not match"),
              AzureTree::otherTenant),
          when(
              seen -> seen.coded("OperationNotSupported") || seen.says("operation does not work"),
              AzureTree::otherOperation),
          when(
              seen ->
                  seen.says("model not supported", "not supported by responses api")
                      && seen.status() == 400,
              AzureTree::noResponses),
          when(
              seen ->
                  seen.coded("AuthenticationTypeDisabled", "KeyBasedAuthenticationNotPermitted")
                      || seen.says("key based authentication is"),
              AzureTree::keysDisabled),
          when(
              seen ->
                  seen.coded("PermissionDenied")
                      || seen.says("lacks the required data action", "does not have access to api"),
              AzureTree::roleMissing),
          when(
              seen -> seen.says("access token is missing", "audience is incorrect"),
              AzureTree::tokenRefused),
          when(
              seen -> seen.says("public access is disabled", "configure private endpoint"),
              AzureTree::privateOnly),
          when(
              seen -> seen.says("a virtual network is configured for this resource"),
              AzureTree::regionalHost),
          when(seen -> seen.says("virtual network/firewall rules"), AzureTree::firewall),
          when(seen -> seen.says("temporarily blocked"), AzureTree::blocked),
          when(seen -> seen.is(401), AzureTree::keyRefused),
          when(
              seen ->
                  seen.coded("DeploymentNotFound", "unknown_model")
                      || seen.says("deployment for this resource does not exist"),
              AzureTree::deploymentMissing),
          when(seen -> seen.is(404) && seen.says("web page"), AzureTree::notAzure),
          when(seen -> seen.is(404), AzureTree::pathWrong),
          when(AzureTree::tooLarge, AzureTree::quotaTooSmall),
          when(
              seen -> seen.is(429) && seen.says("temporarily unable", "high demand", "at capacity"),
              AzureTree::pressure),
          when(seen -> seen.is(429), AzureTree::throttled),
          when(
              seen -> seen.status() >= 500 || seen.is(408) || seen.is(503),
              AzureTree::transientFault));

  private AzureTree() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    return seen.azure() ? Row.first(ROWS, seen) : null;
  }

  private static Diagnosis otherTenant(Observation seen) {
    return of(
        Fault.AUTHENTICATION,
        "other_tenant",
        "The token is from another tenant than the resource " + resource(seen),
        "whoever signed in did so at another directory, or tenant_id is another's",
        "az login --tenant TENANT_OF_THE_RESOURCE   # or set tenant_id for this deployment");
  }

  private static Diagnosis otherOperation(Observation seen) {
    Matcher model = SPECIFIED.matcher(seen.message());
    String served = model.find() ? model.group(1) : null;
    boolean embeds = seen.rung() == Rung.EMBEDDINGS;
    String what =
        "The deployment '"
            + seen.model()
            + "' does not "
            + (embeds ? "make embeddings" : "answer chats");
    return of(
        Fault.MODEL,
        "wrong_operation",
        what + (served == null ? "" : ": it serves " + served),
        seen.message(),
        served != null && (served.contains("codex") || served.endsWith("-pro"))
            ? Retry.of(seen)
                .model("responses/" + seen.model())
                .then("by the Responses API; then set model: azure/responses/" + seen.model())
                .toString()
            : embeds
                ? Retry.of(seen).then("then set model_info.mode: chat").toString()
                : Advice.then(
                    Advice.listDeployments(seen.host()),
                    "name a chat deployment, or set model_info.mode: embedding"));
  }

  private static Diagnosis noResponses(Observation seen) {
    return of(
        Fault.MODEL,
        "no_responses_api",
        "The deployment '" + seen.model() + "' cannot be called by the Responses API",
        seen.message(),
        Retry.of(seen)
            .model(seen.model().replaceFirst("^responses/", ""))
            .then("then leave `responses/` out of its model")
            .toString());
  }

  private static Diagnosis keysDisabled(Observation seen) {
    return of(
        Fault.AUTHENTICATION,
        "keys_disabled",
        "The resource " + resource(seen) + " takes no keys, only sign-ins of Entra",
        "keys are disabled on it (disableLocalAuth)",
        Advice.then(
            "az login && env -u AZURE_OPENAI_API_KEY -u AZURE_API_KEY "
                + new Retry(
                    seen.vendor(),
                    seen.model(),
                    Advice.base(seen),
                    seen.deployment().endpoint().apiVersion(),
                    "",
                    null),
            "then remove api_key"));
  }

  private static Diagnosis roleMissing(Observation seen) {
    boolean foundry = seen.host().endsWith(".services.ai.azure.com");
    return of(
        Fault.AUTHENTICATION,
        "role_missing",
        "The identity is known but may not call models of " + resource(seen),
        "it lacks a data role; Owner and Contributor have none, and a new one takes 5 minutes",
        Advice.grant(
            foundry ? "Cognitive Services User" : "Cognitive Services OpenAI User", seen.host()));
  }

  private static Diagnosis tokenRefused(Observation seen) {
    if (!seen.signedIn()) {
      return of(
          Fault.AUTHENTICATION,
          "key_as_token",
          "The key " + seen.key() + " was taken for a sign-in's token",
          "a key was sent as a bearer, or a token is written as api_key",
          Advice.then("llmgw config show", "write a token as azure_ad_token, a key as api_key"));
    }
    String better = seen.context().betterScope();
    if (better != null) {
      return of(
          Fault.AUTHENTICATION,
          "token_audience",
          "The Entra token is for another audience than " + resource(seen) + " wants",
          "one for " + better + " is accepted",
          Advice.then(token(better), "it is given; so set azure_scope: " + better));
    }
    return of(
        Fault.AUTHENTICATION,
        "token_refused",
        "The Entra token is refused: expired, or for another audience",
        seen.message(),
        Advice.then(
            "az login && " + token(otherScope(seen)),
            "if the sign-in was not it, set azure_scope: " + otherScope(seen)));
  }

  private static String token(String scope) {
    return "az account get-access-token --query expiresOn --scope " + scope;
  }

  /** The audience that is not asked for unless told. */
  static String otherScope(Observation seen) {
    String set = seen.deployment().azure().scope();
    boolean foundry =
        set == null ? seen.host().endsWith(".services.ai.azure.com") : set.contains("ai.azure.com");
    return foundry
        ? "https://cognitiveservices.azure.com/.default"
        : "https://ai.azure.com/.default";
  }

  private static Diagnosis privateOnly(Observation seen) {
    return of(
        Fault.NETWORK,
        "private_endpoint",
        "The resource " + resource(seen) + " is reached over its private endpoint only",
        seen.host() + " is " + orUnknown(Advice.addresses(seen)) + " here, its public address",
        Advice.then(
            "getent hosts " + seen.host(),
            "must be a private address: link the zone privatelink.openai.azure.com, or use the"
                + " VPN's resolver"));
  }

  private static Diagnosis regionalHost(Observation seen) {
    return of(
        Fault.CONFIGURATION,
        "regional_host",
        "The regional host " + seen.host() + " does not serve a resource in a virtual network",
        "such a resource is called by its own name only",
        Advice.then(Advice.listEndpoints(), "set api_base to the resource's"));
  }

  private static Diagnosis firewall(Observation seen) {
    return of(
        Fault.NETWORK,
        "firewall",
        "The firewall of the resource " + resource(seen) + " keeps this machine out",
        seen.message(),
        "az cognitiveservices account network-rule add -g GROUP -n "
            + resource(seen)
            + " --ip-address $(curl -s https://api.ipify.org)");
  }

  private static Diagnosis blocked(Observation seen) {
    return of(
        Fault.AUTHENTICATION,
        "resource_blocked",
        "Microsoft has blocked the resource " + resource(seen),
        seen.message(),
        Advice.then(
            Advice.findResource(resource(seen)), "open a support request for it in the portal"));
  }

  private static Diagnosis keyRefused(Observation seen) {
    if (seen.signedIn()) {
      return tokenRefused(seen);
    }
    KeyForm form = seen.keyForm();
    boolean foreign = form != KeyForm.AZURE && form != KeyForm.OTHER;
    return of(
        Fault.AUTHENTICATION,
        "key_refused",
        "The key " + seen.key() + " is not one of the resource " + resource(seen),
        foreign
            ? "it is " + form.words()
            : "it is another resource's key or an old one, or the host is another resource's",
        "az cognitiveservices account keys list -g GROUP -n " + resource(seen));
  }

  private static Diagnosis deploymentMissing(Observation seen) {
    List<String> names =
        seen.context().deployments().stream().map(deployment -> deployment.name()).toList();
    List<String> serving =
        seen.context().deployments().stream()
            .filter(deployment -> deployment.model() != null)
            .filter(deployment -> Names.same(String.valueOf(deployment.model()), seen.model()))
            .map(deployment -> deployment.name())
            .toList();
    List<String> near = serving.isEmpty() ? Names.near(seen.model(), names) : serving;
    String what =
        "The resource " + resource(seen) + " has no deployment called '" + seen.model() + "'";
    String meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    String cause =
        names.isEmpty()
            ? "a deployment is called by its own name, not its model's; a new one takes 5 minutes"
            : "it has " + Names.listed(names);
    return of(
        Fault.MODEL,
        "deployment_missing",
        what + meant,
        cause,
        near.isEmpty()
            ? Advice.listDeployments(seen.host())
            : Retry.of(seen).model(near.getFirst()).toString());
  }

  private static Diagnosis notAzure(Observation seen) {
    return of(
        Fault.CONFIGURATION,
        "not_azure",
        seen.host() + " is not an Azure OpenAI address: it answers with a web page",
        "a portal's or another site's address stands in api_base",
        Advice.then(Advice.listEndpoints(), "set api_base to the resource's"));
  }

  private static Diagnosis pathWrong(Observation seen) {
    return of(
        Fault.CONFIGURATION,
        "path_wrong",
        "There is no API of Azure OpenAI at " + Advice.root(seen),
        seen.message(),
        Retry.of(seen)
            .base(Advice.base(seen))
            .version("2024-10-21")
            .then("then set api_base and api_version like this, or leave the version out")
            .toString());
  }

  private static boolean tooLarge(Observation seen) {
    return seen.is(429)
        && (seen.retryAfter().toSeconds() >= 3600 || seen.says("request too large"));
  }

  private static Diagnosis quotaTooSmall(Observation seen) {
    String limit = seen.header("x-ratelimit-limit-tokens");
    boolean known = limit.matches("[1-9]\\d*");
    return of(
        Fault.QUOTA,
        "quota_too_small",
        "The deployment '"
            + seen.model()
            + "' has too few tokens per minute for one request"
            + (known ? ": " + limit : ""),
        seen.message(),
        Advice.then(
            "az cognitiveservices usage list -l REGION -o table",
            "what is free; then raise the deployment's tokens per minute"));
  }

  private static Diagnosis pressure(Observation seen) {
    return of(
        Fault.QUOTA,
        "capacity",
        "Azure has no capacity for this model now; the key and the deployment are good",
        seen.message(),
        Advice.then(Advice.later(seen), "more quota does not help, another region may"));
  }

  private static Diagnosis throttled(Observation seen) {
    String limit = seen.header("x-ratelimit-limit-tokens");
    boolean none = seen.says("quota of 0", "limit of 0", "limit: 0");
    return of(
        Fault.QUOTA,
        none ? "quota_zero" : "throttled",
        none
            ? "The deployment '" + seen.model() + "' has a quota of 0"
            : "The deployment '"
                + seen.model()
                + "' is at its limit; key and deployment are good"
                + (limit.matches("[1-9]\\d*") ? " (" + limit + " tokens per minute)" : ""),
        seen.message(),
        none ? "az cognitiveservices usage list -l REGION -o table" : Advice.later(seen));
  }

  private static Diagnosis transientFault(Observation seen) {
    String id = seen.header("apim-request-id");
    return of(
        Fault.UPSTREAM,
        "azure_failed",
        "Azure failed with status "
            + seen.status()
            + (id.isEmpty() ? "" : " (apim-request-id " + id + ")"),
        seen.message(),
        Advice.again(seen));
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static String resource(Observation seen) {
    return Advice.resource(seen.host());
  }

  private static Diagnosis of(
      Fault fault, String code, String what, @Nullable String cause, @Nullable String hint) {
    return new Diagnosis(fault, code, what, cause, hint);
  }
}
