package io.llmgw.provider.bedrock;

import io.llmgw.config.DeploymentConfig.AwsIdentity;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out in which region a deployment is. */
final class Regions {
  private static final String NAME = "[a-z]{2,3}(?:-[a-z]+)+-[0-9]{1,2}";
  private static final Pattern HOST =
      Pattern.compile("//(?:[^/]*\\.)?bedrock(?:-runtime)?(?:-fips)?\\.(" + NAME + ")\\.");
  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:bedrock:(" + NAME + "):.*");
  private static final List<String> VARIABLES =
      List.of("AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION");

  private final Function<String, @Nullable String> environment;
  private final AwsFiles files;

  Regions(Function<String, @Nullable String> environment, AwsFiles files) {
    this.environment = environment;
    this.files = files;
  }

  /** Whether a word is the name of a region. */
  static boolean isName(String word) {
    return word.matches(NAME);
  }

  /**
   * The region that is set, else that of the model or of the address, else that of the
   * surroundings.
   *
   * @param endpoint null for the region's public one
   * @throws IllegalArgumentException saying what to set
   */
  String of(AwsIdentity aws, ModelName model, @Nullable String endpoint) {
    String region = first(aws.region(), model.region(), group(ARN.matcher(model.id()), true));
    if (region == null && endpoint != null) {
      region = group(HOST.matcher(endpoint), false);
    }
    for (String variable : VARIABLES) {
      region = first(region, environment.apply(variable));
    }
    region = first(region, files.profile(profile(aws)).get("region"));
    if (region == null) {
      throw new IllegalArgumentException(
          "no region is known; set aws_region_name, or the variable AWS_REGION");
    }
    if (!isName(region)) {
      throw new IllegalArgumentException("'" + region + "' is no region's name (aws_region_name)");
    }
    return region;
  }

  private static @Nullable String group(Matcher matcher, boolean whole) {
    return (whole ? matcher.matches() : matcher.find()) ? matcher.group(1) : null;
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null && !candidate.isBlank()) {
        return candidate.strip();
      }
    }
    return null;
  }

  /** The profile that counts. */
  String profile(AwsIdentity aws) {
    String named =
        first(
            aws.profile(),
            environment.apply("AWS_PROFILE"),
            environment.apply("AWS_DEFAULT_PROFILE"));
    return named == null ? "default" : named;
  }
}
