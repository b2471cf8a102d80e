package io.llmgw.provider.bedrock;

import io.llmgw.provider.http.HttpTarget;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one deployment is: Bedrock's runtime for its calls, the control plane for what there is.
 * Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/bedrock.html">the addresses</a>
 */
final class Endpoint {
  private static final Pattern PASTED = Pattern.compile("/model/[^/]+/[a-z-]+$");
  private static final Pattern SPREAD =
      Pattern.compile("^(?:global|us-gov|us|eu|apac|au|ca|jp|sa)\\.(?=[a-z0-9]+\\.)");
  private static final int PAGE = 1000;

  private final String runtime;
  private final String control;
  private final String model;
  private final Map<String, String> headers;

  /**
   * Puts the addresses together.
   *
   * @param configured null for the region's public ones
   * @param headers the configured ones
   * @throws IllegalArgumentException saying what is wrong with the address or a header
   */
  Endpoint(@Nullable String configured, String region, String model, Map<String, String> headers) {
    if (configured == null) {
      String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
      runtime = "https://bedrock-runtime." + region + domain;
      control = "https://bedrock." + region + domain;
    } else {
      runtime = PASTED.matcher(bare(configured)).replaceFirst("");
      // a private or a FIPS endpoint has its counterpart, another server answers both
      control = runtime.replaceFirst("(//(?:[^/]*\\.)?bedrock)-runtime\\b", "$1");
    }
    this.model = model;
    this.headers = headers;
    // tells now what would fail with every call
    model("converse");
    models();
  }

  private static String bare(String address) {
    return address.strip().replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
  }

  /** An operation of the model, such as {@code converse-stream}. */
  HttpTarget model(String operation) {
    return model(model, operation);
  }

  /** Where tokens are counted, which is done by the model itself in no region more than another. */
  HttpTarget counting() {
    return model(SPREAD.matcher(model).replaceFirst(""), "count-tokens");
  }

  private HttpTarget model(String id, String operation) {
    String path = "/model/" + RequestSigner.encoded(id, false) + "/" + operation;
    return HttpTarget.of(runtime + path, headers);
  }

  /** The list of the models themselves. */
  HttpTarget models() {
    return HttpTarget.of(control + "/foundation-models", headers);
  }

  /** The list of the ways to call models over several regions; null for its first page. */
  String profilesQuery(@Nullable String page) {
    String next = page == null ? "" : "&nextToken=" + RequestSigner.encoded(page, false);
    return "maxResults=" + PAGE + next;
  }

  HttpTarget profiles(String query) {
    return HttpTarget.of(control + "/inference-profiles?" + query, headers);
  }

  /** The {@code Host} header of a request to there. */
  static String host(HttpTarget target) {
    String[] parts = parts(target);
    // a name and a password in an address are not part of it, nor is the scheme's own port
    String host = parts[2].substring(parts[2].indexOf('@') + 1);
    String port = parts[0].equals("https:") ? ":443" : ":80";
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }

  /** The path as it stands in a request to there. */
  static String path(HttpTarget target) {
    return "/" + parts(target)[3];
  }

  /**
   * Scheme, nothing, host and path; by hand, as not every host that works is one in Java's eyes.
   */
  private static String[] parts(HttpTarget target) {
    return target.address().split("/", 4);
  }
}
