package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the refusals of Anthropic, Google, Groq and Ollama mean. */
final class VendorTrees {
  private static final List<Row> ANTHROPIC =
      List.of(
          when(
              seen -> seen.coded("billing_error") || seen.says("credit balance is too low"),
              seen ->
                  new Diagnosis(
                      Fault.QUOTA,
                      "no_credit",
                      "The key " + seen.key() + " is good, but its account has no credit left",
                      seen.message(),
                      Advice.then(
                          Advice.again(seen),
                          "after adding credit: https://console.anthropic.com/settings/billing"))),
          when(
              seen -> seen.is(401),
              seen ->
                  refused(
                      seen,
                      "Anthropic",
                      KeyForm.ANTHROPIC,
                      Advice.then(
                          "export ANTHROPIC_API_KEY=…",
                          "made at https://console.anthropic.com/settings/keys"))),
          when(
              seen -> seen.is(403),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "key_without_right",
                      "The key " + seen.key() + " is good but may not do this",
                      seen.message(),
                      Advice.then(
                          "export ANTHROPIC_API_KEY=…",
                          "of a workspace that may: https://console.anthropic.com/settings/keys"))),
          when(
              seen -> seen.coded("overloaded_error") || seen.is(529) || seen.is(503),
              seen ->
                  new Diagnosis(
                      Fault.UPSTREAM,
                      "overloaded",
                      "Anthropic is overloaded now; the key is good",
                      seen.message(),
                      Advice.again(seen))));

  private static final List<Row> GEMINI =
      List.of(
          when(
              seen -> seen.coded("API_KEY_INVALID") || seen.says("api key not valid"),
              seen ->
                  refused(
                      seen,
                      "Google",
                      KeyForm.GOOGLE,
                      Advice.then(
                          "export GEMINI_API_KEY=…",
                          "made at https://aistudio.google.com/apikey"))),
          when(
              seen -> seen.coded("SERVICE_DISABLED") || seen.says("has not been used in project"),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "api_disabled",
                      "The key " + seen.key() + " is good, but its project has the API turned off",
                      seen.message(),
                      "gcloud services enable generativelanguage.googleapis.com")),
          when(
              seen -> seen.coded("FAILED_PRECONDITION") || seen.says("location is not supported"),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "country",
                      "Google has no free use where this machine calls from",
                      seen.message(),
                      Advice.then(
                          Advice.again(seen),
                          "after turning on billing for the key's project:"
                              + " https://aistudio.google.com/apikey"))),
          when(
              seen -> seen.is(403),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "key_without_right",
                      "The key " + seen.key() + " may not use this API",
                      seen.message(),
                      Advice.then(
                          "gcloud services api-keys list",
                          "its restrictions: https://console.cloud.google.com/apis/credentials"))),
          when(
              seen -> seen.is(401),
              seen ->
                  refused(
                      seen,
                      "Google",
                      KeyForm.GOOGLE,
                      Advice.then(
                          "export GEMINI_API_KEY=…",
                          "made at https://aistudio.google.com/apikey"))));

  private static final List<Row> GROQ =
      List.of(
          when(
              seen -> seen.is(401),
              seen ->
                  refused(
                      seen,
                      "Groq",
                      KeyForm.GROQ,
                      Advice.then(
                          "export GROQ_API_KEY=…", "made at https://console.groq.com/keys"))),
          when(
              seen -> seen.is(403),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "key_without_right",
                      "Groq does not let this key or this network in",
                      seen.message(),
                      Advice.then(
                          Advice.again(seen),
                          "after allowing the model: https://console.groq.com/settings/limits"))),
          when(
              seen -> seen.is(498) || seen.coded("capacity_exceeded"),
              seen ->
                  new Diagnosis(
                      Fault.QUOTA,
                      "capacity",
                      "Groq has no capacity for this service tier now",
                      seen.message(),
                      Advice.again(seen))));

  private static final List<Row> OLLAMA =
      List.of(
          when(
              seen -> seen.says("ollama pull", "not found") && seen.status() == 404,
              VendorTrees::notPulled),
          when(
              seen -> seen.is(401) || seen.is(403),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      "sign_in",
                      "Ollama asks for a sign-in for '" + seen.model() + "'",
                      seen.message(),
                      "ollama signin")),
          when(
              seen -> seen.is(400) && seen.says("does not support"),
              seen ->
                  new Diagnosis(
                      Fault.MODEL,
                      "lacks_capability",
                      "The model '" + seen.model() + "' cannot do this",
                      seen.message(),
                      "ollama show " + Advice.quoted(seen.model()))));

  private static final List<Row> GATEWAY =
      List.of(
          when(
              seen -> seen.is(401) || seen.is(403),
              seen ->
                  new Diagnosis(
                      Fault.AUTHENTICATION,
                      seen.keyForm() == KeyForm.NONE ? "key_missing" : "key_refused",
                      seen.keyForm() == KeyForm.NONE
                          ? "The gateway at " + Advice.place(seen) + " asks for a key"
                          : "The gateway at "
                              + Advice.place(seen)
                              + " refuses the key "
                              + seen.key(),
                      seen.message(),
                      "export "
                          + (seen.deployment().origin().startsWith("--server")
                              ? "LLMGW_API_KEY"
                              : "LITELLM_PROXY_API_KEY")
                          + "=…   # its master key, or one it made")));

  private static final Map<String, List<Row>> BY_VENDOR =
      Map.of(
          "litellm_proxy", GATEWAY,
          "anthropic", ANTHROPIC,
          "gemini", GEMINI,
          "groq", GROQ,
          "ollama", OLLAMA);

  private VendorTrees() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    return Row.first(BY_VENDOR.getOrDefault(seen.vendor(), List.of()), seen);
  }

  private static Diagnosis refused(Observation seen, String vendor, KeyForm own, String hint) {
    KeyForm form = seen.keyForm();
    boolean foreign = form != own && form != KeyForm.OTHER;
    return new Diagnosis(
        Fault.AUTHENTICATION,
        "key_refused",
        vendor + " refuses the key " + seen.key(),
        foreign ? "it is " + form.words() : "it is mistyped, revoked or of another account",
        hint);
  }

  private static Diagnosis notPulled(Observation seen) {
    String name = seen.model();
    List<String> here = seen.context().models();
    List<String> near = Names.near(name, here);
    String meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    String cause =
        name.contains("/") && !near.isEmpty()
            ? "the name has a prefix that Ollama's own names lack"
            : here.isEmpty() ? "it has no models yet" : "it has " + Names.listed(here);
    return new Diagnosis(
        Fault.MODEL,
        "not_pulled",
        "Ollama on " + Advice.place(seen) + " does not have the model '" + name + "'" + meant,
        cause,
        "ollama pull " + Advice.quoted(name));
  }
}
