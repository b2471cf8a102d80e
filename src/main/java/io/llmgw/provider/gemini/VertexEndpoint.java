package io.llmgw.provider.gemini;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Call;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.http.HttpTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI: a project, a location and a token. Thread-safe.
 *
 * @see <a href="https://docs.cloud.google.com/vertex-ai/generative-ai/docs/learn/locations">the
 *     locations</a>
 */
final class VertexEndpoint implements Endpoint {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.:-]*");
  private static final int PAGE = 200;

  private final String base;
  private final String model;
  private final String project;
  private final Map<String, String> headers;
  private final Credentials credentials;
  private final String path;

  /**
   * Puts the address together.
   *
   * @param usualLocation where the model is offered when the configuration does not say
   * @throws IllegalArgumentException saying what is wrong with a setting
   */
  VertexEndpoint(
      DeploymentConfig deployment, VertexIdentities.Identity identity, String usualLocation) {
    String said = deployment.vertex().project();
    String own = said == null || said.isBlank() ? identity.project() : said.strip();
    if (own == null) {
      throw new IllegalArgumentException(
          "vertex_project is not set, and the credentials name none");
    }
    String where = deployment.vertex().location();
    String location = where == null || where.isBlank() ? usualLocation : where.strip();
    project = checked("vertex_project", own);
    base = base(deployment.endpoint().apiBase(), checked("vertex_location", location));
    model = deployment.model();
    String place = "projects/" + project + "/locations/" + location;
    // a model tuned or deployed by the customer is known by a number
    path =
        model.matches("\\d+")
            ? place + "/endpoints/" + model
            : place + "/publishers/google/models/" + model;
    headers = deployment.endpoint().extraHeaders();
    credentials = identity.credentials();
    models(null);
  }

  private static String checked(String setting, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          setting + " '" + value + "' has characters in it that none has");
    }
    return value;
  }

  private static String base(@Nullable String configured, String location) {
    if (configured != null && !configured.isBlank()) {
      String bare = Paths.bare(configured).replaceFirst("/(projects|publishers)/.*$", "");
      return bare.replaceFirst("/v1(beta1)?$", "");
    }
    return switch (location) {
      case "global" -> "https://aiplatform.googleapis.com";
      // regions of several places
      case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
      default -> "https://" + location + "-aiplatform.googleapis.com";
    };
  }

  @Override
  public HttpTarget method(String name) {
    String query = name.startsWith("stream") ? "?alt=sse" : "";
    return HttpTarget.of(base + "/v1/" + Paths.encoded(path) + ":" + name + query, headers);
  }

  @Override
  public HttpTarget models(@Nullable String page) {
    String next = page == null ? "" : "&pageToken=" + Paths.encoded(page).replace("/", "%2F");
    Map<String, String> paid = new HashMap<>(headers);
    // the list belongs to no project, but somebody has to ask for it
    paid.put("x-goog-user-project", project);
    return HttpTarget.of(base + "/v1beta1/publishers/google/models?pageSize=" + PAGE + next, paid);
  }

  @Override
  public String modelPath() {
    return path;
  }

  @Override
  public Map<String, String> credentials(Call call) {
    return credentials.headers(call);
  }

  @Override
  public boolean refused() {
    return credentials.refused();
  }
}
