package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import io.llmgw.config.ConfigLoader;
import io.llmgw.model.ErrorKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What refusals mean wherever they come from; the last word on every failure. */
final class CommonTree {
  private static final Pattern REDIRECT = Pattern.compile("redirects to (https?://[^\\s;]+)");

  private static final List<Row> ROWS =
      List.of(
          when(seen -> seen.context().betterBase() != null, CommonTree::missingVersion),
          when(seen -> seen.rung() == Rung.CONFIG, CommonTree::settings),
          when(seen -> seen.coded(Served.OTHER_MODEL), CommonTree::otherModel),
          when(seen -> seen.says("web page"), CommonTree::webPage),
          when(seen -> seen.says("redirects to"), CommonTree::redirect),
          when(CommonTree::accessRefused, CommonTree::keyRefused),
          when(seen -> seen.is(402) || kind(seen) == ErrorKind.QUOTA, CommonTree::noCredit),
          when(seen -> kind(seen) == ErrorKind.RATE_LIMIT, CommonTree::throttled),
          when(CommonTree::modelMiss, CommonTree::modelMissing),
          when(seen -> seen.is(404) || seen.is(405), CommonTree::pathMissing),
          when(seen -> seen.says("no list of models"), CommonTree::notAnApi),
          when(seen -> kind(seen) == ErrorKind.CONTENT_FILTER, CommonTree::filtered),
          when(seen -> seen.rung().compareTo(Rung.CHAT) > 0, CommonTree::lacks),
          when(seen -> seen.status() >= 500, CommonTree::upstream),
          when(seen -> true, CommonTree::other));

  private CommonTree() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    return Row.first(ROWS, seen);
  }

  private static ErrorKind kind(Observation seen) {
    return seen.failure().kind();
  }

  private static Diagnosis settings(Observation seen) {
    if (seen.says("there is no key", "there are no keys")) {
      return new Diagnosis(Fault.AUTHENTICATION, "key_missing", said(seen), null, key(seen));
    }
    boolean flags = seen.deployment().origin().equals(ConfigLoader.COMMAND_LINE);
    String again = (seen.says("no region is known") ? "AWS_REGION=us-east-1 " : "");
    return new Diagnosis(
        Fault.CONFIGURATION,
        "settings",
        said(seen),
        null,
        flags || !again.isEmpty() ? again + Advice.again(seen) : "llmgw config check");
  }

  /** How its key is given. */
  private static String key(Observation seen) {
    return seen.vendor().equals("bedrock")
        ? Advice.then("aws configure", "or aws sso login, or export AWS_BEARER_TOKEN_BEDROCK=…")
        : "llmgw keys set " + seen.vendor();
  }

  private static Diagnosis missingVersion(Observation seen) {
    String better = String.valueOf(seen.context().betterBase());
    return new Diagnosis(
        Fault.CONFIGURATION,
        "base_lacks_v1",
        "The address " + configured(seen) + " lacks /v1",
        "the API answers at " + better,
        Retry.of(seen).base(better).then("then set api_base: " + better).toString());
  }

  private static Diagnosis otherModel(Observation seen) {
    return new Diagnosis(
        Fault.MODEL,
        "other_model",
        "'" + seen.model() + "' serves another model than the configuration says",
        said(seen),
        Advice.then(
            Advice.again(seen),
            "after setting model_info.base_model to what it serves, or changing the deployment"));
  }

  private static Diagnosis webPage(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "web_page",
        configured(seen) + " is a web page, not an API",
        "a site's address, a login page or a proxy answered",
        Advice.then(
            "curl -sL " + Advice.quoted(configured(seen)),
            "set api_base to the API's address, which often ends in /v1"));
  }

  private static Diagnosis redirect(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "redirected",
        "The address is no longer, or not quite, the right one",
        said(seen),
        redirected(seen));
  }

  private static String redirected(Observation seen) {
    Matcher where = REDIRECT.matcher(said(seen));
    return where.find()
        ? Advice.then("curl -si " + Advice.quoted(where.group(1)), "if it is yours, set api_base")
        : "curl -sIL " + Advice.quoted(configured(seen));
  }

  private static boolean accessRefused(Observation seen) {
    return kind(seen) == ErrorKind.AUTHENTICATION || kind(seen) == ErrorKind.PERMISSION;
  }

  private static Diagnosis keyRefused(Observation seen) {
    boolean none = seen.keyForm() == KeyForm.NONE;
    boolean right = kind(seen) == ErrorKind.PERMISSION;
    return new Diagnosis(
        Fault.AUTHENTICATION,
        none ? "key_missing" : right ? "key_without_right" : "key_refused",
        none
            ? seen.host() + " asks for a key"
            : right
                ? "The key " + seen.key() + " may not do this at " + seen.host()
                : seen.host() + " refuses the key " + seen.key(),
        said(seen),
        none
            ? Advice.then("llmgw config check", "names the entry that wants an api_key")
            : Advice.then("llmgw config show", "tells where the key comes from"));
  }

  private static Diagnosis noCredit(Observation seen) {
    return new Diagnosis(
        Fault.QUOTA,
        "no_credit",
        "The key " + seen.key() + " is good, but there is no credit or quota left",
        said(seen),
        Advice.then(Advice.again(seen), "after adding credit"));
  }

  private static Diagnosis throttled(Observation seen) {
    return new Diagnosis(
        Fault.QUOTA,
        "throttled",
        seen.host() + " is called too often now; the key is good",
        said(seen),
        Advice.later(seen));
  }

  private static boolean modelMiss(Observation seen) {
    boolean refused = seen.is(404) || seen.is(400) || seen.is(403) || seen.is(422);
    return seen.coded("model_not_found", "model_not_available", "NOT_FOUND", "not_found_error")
        || seen.coded("model_missing")
        || (refused
            && seen.rung() != Rung.AUTH
            && seen.says("model")
            && seen.says(
                "not found",
                "does not exist",
                "unknown model",
                "no such model",
                "invalid model",
                "not available",
                "is not a valid",
                "decommissioned"));
  }

  private static Diagnosis modelMissing(Observation seen) {
    List<String> near = Names.near(seen.model(), seen.context().models());
    boolean retired = seen.says("decommissioned", "retired", "deprecated");
    String what =
        seen.host()
            + (retired ? " has no longer the model '" : " has no model '")
            + seen.model()
            + "'"
            + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    String cause =
        seen.coded("model_missing")
            ? "it lists " + seen.context().models().size() + " models, and not this one"
            : said(seen);
    return new Diagnosis(
        Fault.MODEL,
        "model_missing",
        what,
        cause,
        near.isEmpty()
            ? "llmgw models --live --provider " + seen.vendor()
            : Retry.of(seen)
                .model(near.getFirst())
                .then("then set model: " + seen.vendor() + "/" + near.getFirst())
                .toString());
  }

  private static Diagnosis pathMissing(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "path_wrong",
        "There is no API at " + configured(seen),
        said(seen),
        Advice.then(
            "curl -si " + Advice.quoted(configured(seen)),
            "check the path of api_base, which often ends in /v1"));
  }

  private static Diagnosis notAnApi(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "not_an_api",
        configured(seen) + " does not answer like the API of " + seen.vendor(),
        said(seen),
        Advice.then(
            "curl -si " + Advice.quoted(configured(seen)),
            "check api_base, and the vendor before the slash in `model`"));
  }

  private static Diagnosis filtered(Observation seen) {
    return new Diagnosis(
        Fault.REFUSED,
        "content_filter",
        "The provider's content filter refused",
        said(seen),
        Advice.again(seen));
  }

  private static Diagnosis lacks(Observation seen) {
    return new Diagnosis(
        Fault.of(kind(seen)) == Fault.UPSTREAM && seen.status() < 500
            ? Fault.MODEL
            : Fault.of(kind(seen)),
        "lacks_capability",
        "The model '" + seen.model() + "' failed at: " + seen.rung(),
        said(seen),
        Advice.then(Advice.again(seen), "after setting " + ability(seen.rung()) + ": false"));
  }

  /** What the configuration says of a model that cannot do this. */
  private static String ability(Rung rung) {
    return "model_info."
        + switch (rung) {
          case STREAM -> "supports_streaming";
          case TOOLS -> "supports_function_calling";
          case VISION -> "supports_vision";
          case JSON -> "supports_response_schema";
          case CONFIG, DNS, TCP, TLS, AUTH, MODEL, CHAT, EMBEDDINGS -> "mode";
        };
  }

  private static Diagnosis upstream(Observation seen) {
    String id = seen.header("request-id");
    return new Diagnosis(
        Fault.UPSTREAM,
        "upstream_failed",
        seen.host()
            + " failed with status "
            + seen.status()
            + (id.isEmpty() ? "" : " (request " + id + ")"),
        said(seen),
        Advice.again(seen));
  }

  private static Diagnosis other(Observation seen) {
    return new Diagnosis(
        Fault.of(kind(seen)), "failed", said(seen), null, Advice.again(seen, "--verbose"));
  }

  private static String configured(Observation seen) {
    String base = seen.deployment().endpoint().apiBase();
    return base == null ? Advice.base(seen) : base.replaceFirst("\\?.*$", "");
  }

  private static String said(Observation seen) {
    return seen.message().strip().replaceFirst("\\.$", "");
  }
}
