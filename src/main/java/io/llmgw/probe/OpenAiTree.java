package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of OpenAI itself mean.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">the codes</a>
 */
final class OpenAiTree {
  private static final List<Row> ROWS =
      List.of(
          when(seen -> seen.says("missing scopes"), OpenAiTree::restricted),
          when(
              seen ->
                  seen.coded("mismatched_organization", "invalid_organization")
                      || seen.says("member of an organization", "no such organization"),
              OpenAiTree::organization),
          when(
              seen ->
                  seen.coded("mismatched_project", "invalid_project")
                      || seen.says("no such project", "different project"),
              OpenAiTree::project),
          when(seen -> seen.is(401), OpenAiTree::keyRefused),
          when(
              seen ->
                  seen.coded("unsupported_country_region_territory")
                      || seen.says("country, region, or territory not supported"),
              OpenAiTree::country),
          when(
              seen -> seen.coded("ip_not_authorized") || seen.says("ip address is not"),
              OpenAiTree::address),
          when(
              seen -> (seen.is(403) || seen.is(404)) && seen.says("does not have access to model"),
              OpenAiTree::noAccess),
          when(
              seen ->
                  seen.coded(
                          "insufficient_quota",
                          "credit_balance_exhausted",
                          "billing_not_active",
                          "billing_hard_limit_reached")
                      || seen.says("exceeded your current quota"),
              OpenAiTree::noCredit));

  private OpenAiTree() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    boolean own = seen.vendor().equals("openai") && seen.host().endsWith("openai.com");
    return own ? Row.first(ROWS, seen) : null;
  }

  private static Diagnosis restricted(Observation seen) {
    return of(
        "key_restricted",
        "The key " + seen.key() + " is good but restricted: it lacks a permission",
        seen.message(),
        Advice.then(
            Advice.again(seen),
            "after giving it Models: Read and Model capabilities: Write at"
                + " https://platform.openai.com/api-keys"));
  }

  private static Diagnosis organization(Observation seen) {
    return of(
        "other_organization",
        "The key " + seen.key() + " is not of the organization asked for",
        seen.message(),
        Advice.then(
            Advice.again(seen),
            "after removing `organization`, or setting the key's own:"
                + " https://platform.openai.com/settings/organization/general"));
  }

  private static Diagnosis project(Observation seen) {
    return of(
        "other_project",
        "The key " + seen.key() + " is not of the project asked for",
        seen.message(),
        Advice.then(
            Advice.again(seen),
            "after removing the header OpenAI-Project, or with a key of that project"));
  }

  private static Diagnosis keyRefused(Observation seen) {
    KeyForm form = seen.keyForm();
    boolean foreign = form != KeyForm.OPENAI && form != KeyForm.OTHER;
    return of(
        "key_refused",
        "OpenAI refuses the key " + seen.key(),
        foreign ? "it is " + form.words() : "it is mistyped, revoked or of a deleted project",
        Advice.then("export OPENAI_API_KEY=…", "made at https://platform.openai.com/api-keys"));
  }

  private static Diagnosis country(Observation seen) {
    return of(
        "country",
        "OpenAI does not serve the country this machine calls from",
        seen.message(),
        Advice.then("curl -s https://ipinfo.io/country", "where it seems to be; a proxy may help"));
  }

  private static Diagnosis address(Observation seen) {
    return of(
        "address_not_allowed",
        "The project's list of allowed addresses keeps this machine out",
        seen.message(),
        Advice.then("curl -s https://api.ipify.org", "the address to add there"));
  }

  private static Diagnosis noAccess(Observation seen) {
    return new Diagnosis(
        Fault.MODEL,
        "model_not_allowed",
        "The project may not use the model '" + seen.model() + "'",
        seen.message(),
        Advice.then(
            Advice.again(seen),
            "after allowing it under Limits of the project: https://platform.openai.com/settings"));
  }

  private static Diagnosis noCredit(Observation seen) {
    return new Diagnosis(
        Fault.QUOTA,
        "no_credit",
        "The key " + seen.key() + " is good, but its account has no credit left",
        seen.message(),
        Advice.then(
            Advice.again(seen),
            "after adding credit: https://platform.openai.com/settings/organization/billing"));
  }

  private static Diagnosis of(
      String code, String what, @Nullable String cause, @Nullable String hint) {
    return new Diagnosis(Fault.AUTHENTICATION, code, what, cause, hint);
  }
}
