package io.llmgw.provider.bedrock;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.Secret;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who calls Bedrock: the configured key, else what AWS's own tools would take. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html">the
 *     order of AWS's tools</a>
 */
final class AwsIdentities {
  private static final String SERVICE = "bedrock";

  private final Function<String, @Nullable String> environment;
  private final AwsFiles files;
  private final Regions regions;
  private final InstantSource clock;

  AwsIdentities(
      Function<String, @Nullable String> environment,
      AwsFiles files,
      Regions regions,
      InstantSource clock) {
    this.environment = environment;
    this.files = files;
    this.regions = regions;
    this.clock = clock;
  }

  /**
   * The identity of a deployment.
   *
   * @throws IllegalArgumentException saying what to set, when there is none
   */
  Authorizer of(DeploymentConfig deployment, String region) {
    DeploymentConfig.Endpoint endpoint = deployment.endpoint();
    boolean own =
        endpoint.extraHeaders().keySet().stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals("authorization"));
    if (own) {
      return new Authorizer.None();
    }
    String key = endpoint.apiKey() == null ? "" : endpoint.apiKey().reveal().strip();
    if (!key.isEmpty()) {
      return new Authorizer.Bearer(new Secret(key));
    }
    return new Authorizer.Signed(
        source(deployment.aws()), new RequestSigner(region, SERVICE), clock);
  }

  private KeySource source(AwsIdentity aws) {
    if (aws.accessKeyId() != null || aws.secretAccessKey() != null) {
      return written(aws);
    }
    if (aws.profile() == null) {
      KeySource variables = variables();
      if (variables != null) {
        return variables;
      }
    }
    String profile = regions.profile(aws);
    KeySource kept = ProfileKeys.of(files, profile);
    if (kept != null) {
      return kept;
    }
    throw none(aws, profile);
  }

  private static KeySource written(AwsIdentity aws) {
    if (aws.accessKeyId() == null || aws.accessKeyId().isBlank()) {
      throw new IllegalArgumentException("aws_secret_access_key is set, but no aws_access_key_id");
    }
    if (aws.secretAccessKey() == null || aws.secretAccessKey().reveal().isBlank()) {
      throw new IllegalArgumentException("aws_access_key_id is set, but no aws_secret_access_key");
    }
    AwsKeys keys =
        new AwsKeys(
            aws.accessKeyId().strip(),
            new Secret(aws.secretAccessKey().reveal().strip()),
            aws.sessionToken());
    return _ -> keys;
  }

  private @Nullable KeySource variables() {
    String id = text("AWS_ACCESS_KEY_ID");
    String secret = text("AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      return null;
    }
    String session = text("AWS_SESSION_TOKEN");
    AwsKeys keys =
        new AwsKeys(id, new Secret(secret), session == null ? null : new Secret(session));
    return _ -> keys;
  }

  private @Nullable String text(String variable) {
    String value = environment.apply(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private IllegalArgumentException none(AwsIdentity aws, String profile) {
    Map<String, String> settings = files.profile(profile);
    if (!settings.isEmpty()) {
      return new IllegalArgumentException(
          ("the profile '%s' of AWS holds no aws_access_key_id and aws_secret_access_key; roles,"
                  + " single sign-on and credential processes are not supported")
              .formatted(profile));
    }
    if (aws.profile() != null) {
      return new IllegalArgumentException(
          "the files of AWS have no profile '" + profile + "' (aws_profile_name)");
    }
    return new IllegalArgumentException(
        "there is no key for AWS; set aws_access_key_id and aws_secret_access_key,"
            + " aws_profile_name, or a Bedrock API key as api_key, or the variables"
            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK");
  }
}
