package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A base URL as people paste it, taken apart: with quotes, white space, doubled slashes, with or
 * without a scheme.
 *
 * @param origin scheme, host and port
 * @param host in lower case
 * @param segments of the path, as written, without empty ones
 * @param query every parameter but the version, as written
 * @param version the {@code api-version} in the query
 */
record PastedUrl(
    String origin,
    String host,
    List<String> segments,
    List<String> query,
    @Nullable String version) {
  private static final String WRAPPING = "[\\s\\p{Z}\"'`<>,;\\u200b\\ufeff\\u201c\\u201d]+";

  /**
   * Reads the deployment's {@code api_base}.
   *
   * @throws io.llmgw.model.GatewayException when it is no URL, or one where no API can be
   */
  static PastedUrl of(DeploymentConfig deployment) {
    String pasted = deployment.endpoint().apiBase();
    String text =
        pasted == null
            ? ""
            : pasted.replaceFirst("^" + WRAPPING, "").replaceFirst(WRAPPING + "$", "");
    if (text.isEmpty()) {
      throw Misconfigured.base(
          deployment,
          "is missing; it is the endpoint of the Azure resource, such as"
              + " https://NAME.openai.azure.com");
    }
    URI uri = uri(deployment, text);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String refusal = Hosts.refusal(host);
    if (refusal != null) {
      throw Misconfigured.base(deployment, refusal);
    }
    String name = Hosts.publicName(host);
    // Azure answers no plain HTTP, and a key must not travel in the clear to learn that
    String scheme = Hosts.azure(host) ? "https" : uri.getScheme().toLowerCase(Locale.ROOT);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return parts(scheme + "://" + name + port, name, uri);
  }

  private static PastedUrl parts(String origin, String host, URI uri) {
    List<String> segments = pieces(uri.getRawPath(), '/');
    List<String> query = new ArrayList<>();
    String version = null;
    for (String parameter : pieces(uri.getRawQuery(), '&')) {
      int value = parameter.indexOf('=');
      String name = value < 0 ? parameter : parameter.substring(0, value);
      if (!name.equalsIgnoreCase("api-version")) {
        query.add(parameter);
      } else if (value >= 0 && value + 1 < parameter.length()) {
        version = URLDecoder.decode(parameter.substring(value + 1), StandardCharsets.UTF_8);
      }
    }
    return new PastedUrl(origin, host, List.copyOf(segments), List.copyOf(query), version);
  }

  private static URI uri(DeploymentConfig deployment, String text) {
    String absolute = text.replaceFirst("^(?i)(https?):/*", "$1://");
    try {
      URI uri = new URI(absolute.contains("://") ? absolute : "https://" + absolute);
      if (uri.getUserInfo() != null) {
        throw Misconfigured.base(deployment, "carries a user name; give the key as api_key");
      }
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() != null && (http || "https".equalsIgnoreCase(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // said below, without the exception: it would repeat a query that may hold a key
    }
    throw Misconfigured.base(deployment, "is not a usable URL: " + shown(text));
  }

  /** Without the parts that may hold a secret. */
  private static String shown(String text) {
    int query = text.indexOf('?');
    String front = query < 0 ? text : text.substring(0, query);
    return front.substring(front.indexOf('@') + 1);
  }

  private static List<String> pieces(@Nullable String text, char separator) {
    List<String> pieces = new ArrayList<>();
    if (text != null) {
      for (String piece : text.split(String.valueOf(separator), -1)) {
        if (!piece.isBlank()) {
          pieces.add(piece);
        }
      }
    }
    return pieces;
  }
}
