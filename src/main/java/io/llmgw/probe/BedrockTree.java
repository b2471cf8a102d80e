package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import io.llmgw.model.ErrorKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of Amazon Bedrock mean. The exception's name comes as the error's type.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html">the
 *     errors</a>
 */
final class BedrockTree {
  private static final Pattern REGION = Pattern.compile("\\.([a-z]{2}(?:-[a-z]+)+-\\d)\\.");

  private static final List<Row> ROWS =
      List.of(
          when(seen -> seen.says("no keys for aws"), BedrockTree::noKeys),
          when(
              seen ->
                  seen.coded("ExpiredTokenException", "ExpiredToken", "RequestExpired")
                      || seen.says("token has expired", "token included in the request is expired"),
              BedrockTree::expired),
          when(
              seen -> seen.says("signature expired", "signature not yet current"),
              BedrockTree::clock),
          when(
              seen ->
                  seen.coded(
                      "InvalidSignatureException",
                      "SignatureDoesNotMatch",
                      "IncompleteSignatureException"),
              BedrockTree::signature),
          when(
              seen ->
                  seen.failure().kind() == ErrorKind.AUTHENTICATION
                      || seen.coded("UnrecognizedClientException", "InvalidClientTokenId"),
              BedrockTree::keyRefused),
          when(
              seen -> seen.says("use case details have not been submitted"),
              BedrockTree::useCaseMissing),
          when(
              seen ->
                  seen.says("access to the model with the specified model id", "model access")
                      || seen.coded("OptInRequired"),
              BedrockTree::modelNotGranted),
          when(
              seen -> seen.failure().kind() == ErrorKind.PERMISSION, BedrockTree::actionNotAllowed),
          when(seen -> seen.says("on-demand throughput isn"), BedrockTree::profileWanted),
          when(
              seen -> seen.says("end of its life", "marked by provider as legacy"),
              BedrockTree::retired),
          when(
              seen ->
                  seen.failure().kind() == ErrorKind.NOT_FOUND
                      || seen.says("model identifier is invalid"),
              BedrockTree::modelMissing),
          when(
              seen ->
                  seen.failure().kind() == ErrorKind.RATE_LIMIT
                      || seen.failure().kind() == ErrorKind.QUOTA,
              BedrockTree::throttled));

  private BedrockTree() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    return seen.vendor().equals("bedrock") ? Row.first(ROWS, seen) : null;
  }

  private static Diagnosis noKeys(Observation seen) {
    return access(
        "key_missing",
        "There are no keys for AWS",
        seen.message(),
        Advice.then("aws configure", "or aws sso login, or export AWS_BEARER_TOKEN_BEDROCK=…"));
  }

  private static Diagnosis expired(Observation seen) {
    return access(
        "key_expired",
        "The sign-in at AWS has expired",
        seen.message(),
        Advice.then("aws sso login", "or renew AWS_SESSION_TOKEN, or the key of Bedrock"));
  }

  private static Diagnosis clock(Observation seen) {
    return access(
        "clock",
        "This machine's clock is wrong, so AWS refuses its signatures",
        seen.message(),
        "date -u; curl -sI https://aws.amazon.com | grep -i ^date:");
  }

  private static Diagnosis signature(Observation seen) {
    return access(
        "signature",
        "The secret access key does not belong to the access key id",
        seen.message(),
        Advice.then("aws sts get-caller-identity", "fails too; then: aws configure"));
  }

  private static Diagnosis keyRefused(Observation seen) {
    return access(
        "key_refused",
        "AWS does not know the key",
        seen.message(),
        Advice.then("aws sts get-caller-identity", "tells whose it is, if anybody's"));
  }

  private static Diagnosis useCaseMissing(Observation seen) {
    return access(
        "use_case_missing",
        "The account has not told Anthropic what it wants Claude for",
        seen.message(),
        Advice.then(Advice.again(seen), "15 minutes after the form: " + catalog(seen)));
  }

  private static Diagnosis modelNotGranted(Observation seen) {
    return access(
        "model_not_granted",
        "The account has no access to the model '" + seen.model() + "' in " + where(seen),
        seen.message(),
        Advice.then(Advice.again(seen), "after opening it once here: " + catalog(seen)));
  }

  private static Diagnosis actionNotAllowed(Observation seen) {
    return access(
        "action_not_allowed",
        "The key is good, but its policy does not allow to call the model",
        seen.message(),
        Advice.then(
            "aws sts get-caller-identity",
            "allow it bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream"));
  }

  private static Diagnosis profileWanted(Observation seen) {
    String profile = group(seen) + "." + seen.model();
    return model(
        "profile_wanted",
        "The model '" + seen.model() + "' is called through an inference profile only",
        seen.message(),
        Retry.of(seen)
            .model(profile)
            .then("then set model: bedrock/" + profile)
            .toString());
  }

  private static Diagnosis retired(Observation seen) {
    return model(
        "model_retired",
        "Bedrock has no longer the model '" + seen.model() + "'",
        seen.message(),
        list(seen));
  }

  private static Diagnosis modelMissing(Observation seen) {
    List<String> near = Names.near(seen.model(), seen.context().models());
    String meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    return model(
        "model_missing",
        "Bedrock in " + where(seen) + " has no model '" + seen.model() + "'" + meant,
        seen.coded("model_missing") ? null : seen.message(),
        near.isEmpty()
            ? list(seen)
            : Retry.of(seen)
                .model(near.getFirst())
                .then("then set model: bedrock/" + near.getFirst())
                .toString());
  }

  private static Diagnosis throttled(Observation seen) {
    boolean day = seen.failure().kind() == ErrorKind.QUOTA;
    return new Diagnosis(
        Fault.QUOTA,
        day ? "quota_spent" : "throttled",
        day
            ? "The account's quota for '" + seen.model() + "' is spent; the key is good"
            : "Bedrock is called too often now; the key is good",
        seen.message(),
        day
            ? "aws service-quotas list-service-quotas --service-code bedrock" + region(seen)
            : Advice.later(seen));
  }

  private static String list(Observation seen) {
    return "aws bedrock list-foundation-models --output text"
        + region(seen)
        + " --query 'modelSummaries[].modelId'";
  }

  private static String catalog(Observation seen) {
    return "https://console.aws.amazon.com/bedrock/home"
        + (named(seen) == null ? "" : "?region=" + named(seen))
        + "#/model-catalog";
  }

  private static @Nullable String named(Observation seen) {
    Matcher region = REGION.matcher(seen.host());
    return region.find() ? region.group(1) : null;
  }

  private static String where(Observation seen) {
    String region = named(seen);
    return region == null ? seen.host() : region;
  }

  private static String region(Observation seen) {
    String region = named(seen);
    return region == null ? "" : " --region " + region;
  }

  /** The regions whose profiles serve this one. */
  private static String group(Observation seen) {
    String region = String.valueOf(named(seen));
    return region.startsWith("eu-") ? "eu" : region.startsWith("ap-") ? "apac" : "us";
  }

  private static Diagnosis access(String code, String what, String cause, String hint) {
    return new Diagnosis(Fault.AUTHENTICATION, code, what, cause, hint);
  }

  private static Diagnosis model(String code, String what, @Nullable String cause, String hint) {
    return new Diagnosis(Fault.MODEL, code, what, cause, hint);
  }
}
