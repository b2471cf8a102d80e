package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Operation;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a deployment is called. Azure has two surfaces: the classic one names deployment and
 * version in the URL, the other ({@code /openai/v1}) is OpenAI's own shape and wants no version.
 *
 * <p>{@code /openai/v1} in the address, or the version {@code v1}, {@code latest} or {@code
 * preview}, means the latter; else a dated version, or a deployment in the address, means the
 * classic one; else, with no version given at all, it is the latter, which is what Microsoft
 * recommends and needs no upkeep.
 *
 * @param root what operations are appended to, ending in {@code /openai} but for gateways with
 *     other paths
 * @param parameters query parameters of every request
 * @param named the deployment the address names, null when it names none
 * @see <a
 *     href="https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle">versions</a>
 */
record AzureEndpoint(
    String root, String host, boolean classic, List<String> parameters, @Nullable String named) {
  /** The last dated version that is not a preview. */
  static final String DEFAULT_VERSION = "2024-10-21";

  private static final String VERSION = "api-version=";
  private static final String FIRST_WITH_RESPONSES = "2025-03-01-preview";
  private static final String RESPONSES_VERSION = "2025-04-01-preview";

  private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\S*");
  private static final Set<String> UNDATED = Set.of("v1", "latest", "preview");

  /** Ends of addresses copied from examples and target URIs; a longer one comes first. */
  private static final List<List<String>> OPERATIONS =
      List.of(
          List.of("chat", "completions"),
          List.of("images", "generations"),
          List.of("images", "edits"),
          List.of("audio", "transcriptions"),
          List.of("audio", "translations"),
          List.of("audio", "speech"),
          List.of("completions"),
          List.of("embeddings"),
          List.of("responses"),
          List.of("realtime"));

  /**
   * Reads the deployment's address and version.
   *
   * @throws io.llmgw.model.GatewayException when one of them cannot work, saying why
   */
  static AzureEndpoint of(DeploymentConfig deployment) {
    PastedUrl url = PastedUrl.of(deployment);
    Path path =
        Hosts.azure(url.host())
            ? azurePath(deployment, url)
            : customPath(withoutOperation(url.segments()));
    String version = version(deployment, url);
    boolean dated = version != null && DATED.matcher(version).matches();
    boolean classic =
        switch (path.surface) {
          case V1 -> false;
          case CLASSIC -> version == null || dated;
          case OPEN -> dated;
        };
    List<String> parameters = parameters(url.query(), classic, version);
    String root = url.origin() + path.root;
    return new AzureEndpoint(root, url.host(), classic, parameters, path.deployment);
  }

  private static @Nullable String version(DeploymentConfig deployment, PastedUrl url) {
    String configured = deployment.endpoint().apiVersion();
    String given = configured != null && !configured.isBlank() ? configured : url.version();
    if (given == null) {
      return null;
    }
    String version = given.strip().toLowerCase(Locale.ROOT);
    if (!UNDATED.contains(version) && !DATED.matcher(version).matches()) {
      throw Misconfigured.of(
          deployment,
          "api_version",
          "is neither a date such as " + DEFAULT_VERSION + " nor v1: " + version);
    }
    return version;
  }

  private static List<String> parameters(
      List<String> others, boolean classic, @Nullable String version) {
    String wanted = classic ? (version == null ? DEFAULT_VERSION : version) : null;
    if (!classic && "preview".equals(version)) {
      wanted = version;
    }
    if (wanted == null) {
      return others;
    }
    String parameter = VERSION + encoded(wanted);
    return Stream.concat(Stream.of(parameter), others.stream()).toList();
  }

  private enum Surface {
    CLASSIC,
    V1,
    OPEN
  }

  private record Path(String root, Surface surface, @Nullable String deployment) {}

  /** On Azure's own hosts everything is below {@code /openai}, whatever else was pasted. */
  private static Path azurePath(DeploymentConfig deployment, PastedUrl url) {
    List<String> segments = url.segments();
    if (!segments.isEmpty() && is(segments.getFirst(), "anthropic")) {
      throw Misconfigured.base(
          deployment,
          "leads to Claude, which speaks Anthropic's protocol; use the vendor anthropic for it");
    }
    int deployments = deployments(segments);
    if (deployments >= 0) {
      return new Path("/openai", Surface.CLASSIC, decoded(segments.get(deployments + 1)));
    }
    boolean inference = !segments.isEmpty() && is(segments.getFirst(), "models");
    // the surface that azure_ai once meant takes the model from the body, as /openai/v1 does
    boolean v1 =
        inference
            || deployment.provider().equals("azure_ai")
            || segments.stream().anyMatch(segment -> is(segment, "v1"));
    return new Path("/openai", v1 ? Surface.V1 : Surface.OPEN, null);
  }

  /** Elsewhere, such as behind a gateway, the path is the owner's, and only completed. */
  private static Path customPath(List<String> segments) {
    int deployments = deployments(segments);
    if (deployments >= 0) {
      String name = decoded(segments.get(deployments + 1));
      return new Path(joined(segments.subList(0, deployments)), Surface.CLASSIC, name);
    }
    if (!segments.isEmpty() && is(segments.getLast(), "v1")) {
      return new Path(joined(segments.subList(0, segments.size() - 1)), Surface.V1, null);
    }
    boolean complete = !segments.isEmpty() && is(segments.getLast(), "openai");
    return new Path(joined(segments) + (complete ? "" : "/openai"), Surface.OPEN, null);
  }

  private static int deployments(List<String> segments) {
    for (int i = segments.size() - 2; i >= 0; i--) {
      if (is(segments.get(i), "deployments")) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> withoutOperation(List<String> segments) {
    int size = segments.size();
    // below /openai and /openai/v1 a list of models may have been pasted as well
    if (size > 1
        && is(segments.getLast(), "models")
        && (is(segments.get(size - 2), "openai") || is(segments.get(size - 2), "v1"))) {
      return segments.subList(0, size - 1);
    }
    if (deployments(segments) >= 0) {
      return segments;
    }
    for (List<String> operation : OPERATIONS) {
      int rest = size - operation.size();
      if (rest >= 0 && joined(segments.subList(rest, size)).equalsIgnoreCase(joined(operation))) {
        return segments.subList(0, rest);
      }
    }
    return segments;
  }

  private static boolean is(String segment, String name) {
    return segment.equalsIgnoreCase(name);
  }

  private static String joined(List<String> segments) {
    return segments.isEmpty() ? "" : "/" + String.join("/", segments);
  }

  /** The URL of an operation. */
  String url(Operation operation, String deployment) {
    if (classic && operation == Operation.RESPONSE) {
      // never below a deployment
      return url(operation.path(), parameters.stream().map(AzureEndpoint::forResponses).toList());
    }
    return classic
        ? url("/deployments/" + encoded(deployment) + operation.path())
        : url("/v1" + operation.path());
  }

  /** The URL of the list of models, which is the resource's catalogue and not its deployments. */
  String models() {
    return url(classic ? "/models" : "/v1/models");
  }

  /**
   * The URL of the list of deployments, which only this old version had; nobody promises that it
   * still answers.
   */
  String deployments() {
    return url("/deployments", List.of(VERSION + "2023-03-15-preview"));
  }

  /** The surface is younger than some versions, which it refuses. */
  private static String forResponses(String parameter) {
    boolean tooOld =
        parameter.startsWith(VERSION) && parameter.compareTo(VERSION + FIRST_WITH_RESPONSES) < 0;
    return tooOld ? VERSION + RESPONSES_VERSION : parameter;
  }

  private String url(String path) {
    return url(path, parameters);
  }

  private String url(String path, List<String> parameters) {
    return root + path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
  }

  /** What a token for this host is asked for. */
  String scope() {
    return host.endsWith(".services.ai.azure.com") ? Cloud.FOUNDRY_SCOPE : Cloud.of(host).scope();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
