package io.llmgw.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code litellm_params.model} says: the vendor, and the vendor's own name of the model. */
record UpstreamName(Vendor vendor, String model) {

  /**
   * Reads {@code vendor/model}, or a bare name whose vendor is known.
   *
   * @param provider the vendor whatever the prefix says; null to go by the model
   * @return null after the problem was reported
   */
  static @Nullable UpstreamName resolve(
      String model,
      @Nullable String provider,
      VendorTable vendors,
      Problems problems,
      @Nullable Position position) {
    if (provider != null) {
      Optional<Vendor> forced = vendors.find(provider);
      if (forced.isEmpty()) {
        unknown(provider, model, vendors, problems, position);
        return null;
      }
      return of(forced.get(), withoutPrefix(model, forced.get(), vendors));
    }
    int slash = model.indexOf('/');
    if (slash > 0) {
      Optional<Vendor> named = vendors.find(model.substring(0, slash));
      if (named.isPresent()) {
        return of(named.get(), model.substring(slash + 1));
      }
    }
    Optional<Vendor> guessed = slash < 0 ? vendors.guess(model) : Optional.empty();
    if (guessed.isEmpty()) {
      unknown(slash > 0 ? model.substring(0, slash) : "", model, vendors, problems, position);
    }
    return guessed.map(vendor -> new UpstreamName(vendor, model)).orElse(null);
  }

  private static UpstreamName of(Vendor vendor, String model) {
    // LiteLLM's way to say what kind of model an Azure deployment holds; not part of its name.
    return new UpstreamName(
        vendor,
        vendor.name().equals("azure")
            ? model.replaceFirst("^(?:o_series|gpt5_series)/", "")
            : model);
  }

  private static String withoutPrefix(String model, Vendor vendor, VendorTable vendors) {
    int slash = model.indexOf('/');
    boolean same =
        slash > 0 && vendors.find(model.substring(0, slash)).filter(vendor::equals).isPresent();
    return same ? model.substring(slash + 1) : model;
  }

  private static void unknown(
      String vendor,
      String model,
      VendorTable vendors,
      Problems problems,
      @Nullable Position position) {
    String openAi =
        "write `vendor/model`; for a server that speaks OpenAI's protocol `openai/%s` and api_base"
            .formatted(model);
    if (vendor.isEmpty()) {
      problems.error(
          "The vendor of the model `%s` is not known".formatted(model), openAi, position);
    } else {
      String hint =
          Nearest.to(vendor, vendors.names()).map("did you mean `%s`?"::formatted).orElse(openAi);
      problems.error("`%s` is not a vendor llmgw knows".formatted(vendor), hint, position);
    }
  }
}
