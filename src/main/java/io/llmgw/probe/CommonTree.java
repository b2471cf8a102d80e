package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import io.llmgw.model.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refusals mean wherever they come from; the last word on every failure. */
final class CommonTree {
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
    return new Diagnosis(Fault.CONFIGURATION, "settings", said(seen), null, "llmgw config check");
  }

  private static Diagnosis missingVersion(Observation seen) {
    String better = String.valueOf(seen.context().betterBase());
    return new Diagnosis(
        Fault.CONFIGURATION,
        "base_lacks_v1",
        "The address " + configured(seen) + " lacks /v1",
        "the API answers at " + better,
        "set api_base: " + better);
  }

  private static Diagnosis otherModel(Observation seen) {
    return new Diagnosis(
        Fault.MODEL,
        "other_model",
        "'" + seen.model() + "' serves another model than the configuration says",
        said(seen),
        "set model_info.base_model to what it serves, or change the deployment");
  }

  private static Diagnosis webPage(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "web_page",
        configured(seen) + " is a web page, not an API",
        "a site's address, a login page or a proxy answered",
        "set api_base to the API's address, which often ends in /v1; look: curl -s "
            + configured(seen));
  }

  private static Diagnosis redirect(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "redirected",
        "The address is no longer, or not quite, the right one",
        said(seen),
        "set api_base to where it leads");
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
            ? "set api_key for '" + seen.target().name() + "'"
            : "check where the key comes from: llmgw config show");
  }

  private static Diagnosis noCredit(Observation seen) {
    return new Diagnosis(
        Fault.QUOTA,
        "no_credit",
        "The key " + seen.key() + " is good, but there is no credit or quota left",
        said(seen),
        null);
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
            ? "set model: " + seen.vendor() + "/NAME to one it has"
            : "set model: " + seen.vendor() + "/" + near.getFirst());
  }

  private static Diagnosis pathMissing(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "path_wrong",
        "There is no API at " + configured(seen),
        said(seen),
        "check the path of api_base; it often ends in /v1");
  }

  private static Diagnosis notAnApi(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "not_an_api",
        configured(seen) + " does not answer like the API of " + seen.vendor(),
        said(seen),
        "check api_base, and the vendor before the slash in `model`");
  }

  private static Diagnosis filtered(Observation seen) {
    return new Diagnosis(
        Fault.REFUSED, "content_filter", "The provider's content filter refused", said(seen), null);
  }

  private static Diagnosis lacks(Observation seen) {
    return new Diagnosis(
        Fault.of(kind(seen)) == Fault.UPSTREAM && seen.status() < 500
            ? Fault.MODEL
            : Fault.of(kind(seen)),
        "lacks_capability",
        "The model '" + seen.model() + "' failed at: " + seen.rung(),
        said(seen),
        "set model_info.supports_… to false if it cannot do this");
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
