package io.llmgw.probe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Azure's refusals of an {@code api-version} mean. */
final class AzureVersions {
  private static final Pattern SINCE =
      Pattern.compile("enabled only for api[- ]versions? (\\d{4}-\\d{2}-\\d{2}(?:-preview)?)");

  private AzureVersions() {}

  static boolean versionTooOld(Observation seen) {
    return SINCE.matcher(seen.message()).find();
  }

  static Diagnosis raiseVersion(Observation seen) {
    Matcher since = SINCE.matcher(seen.message());
    String version = since.find() ? since.group(1) : "2025-04-01-preview";
    return new Diagnosis(
        Fault.CONFIGURATION,
        "api_version_too_old",
        "The api_version is too old for this model",
        seen.message(),
        Retry.of(seen)
            .version(version)
            .then("then set api_version: " + version + ", or use /openai/v1 without")
            .toString());
  }

  static Diagnosis dropVersion(Observation seen) {
    return new Diagnosis(
        Fault.CONFIGURATION,
        "api_version_not_wanted",
        "This address takes no api_version",
        "/v1 addresses have no versions",
        Retry.of(seen)
            .version(null)
            .then("then remove api_version, and ?api-version=… from api_base")
            .toString());
  }

  static Diagnosis versionUnknown(Observation seen) {
    boolean v1 = seen.url() != null && String.valueOf(seen.url().getPath()).contains("/v1");
    String version = seen.deployment().endpoint().apiVersion();
    return new Diagnosis(
        Fault.CONFIGURATION,
        "api_version_unsupported",
        "The api_version " + (version == null ? "in use" : version) + " is not supported here",
        v1 ? "/v1 addresses take no dated version" : seen.message(),
        v1
            ? Retry.of(seen).version(null).then("then remove api_version").toString()
            : Retry.of(seen)
                .version("2024-10-21")
                .then("or 2025-04-01-preview for images and responses; then set api_version")
                .toString());
  }
}
