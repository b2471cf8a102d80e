package io.llmgw.provider.gemini;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Secret;
import io.llmgw.provider.Call;
import io.llmgw.provider.http.HttpTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Google AI Studio's API, or a server like it: a key in a header. Immutable. */
final class StudioEndpoint implements Endpoint {
  private static final String DEFAULT_BASE = "https://generativelanguage.googleapis.com";
  private static final String VERSION = "/v1beta";
  private static final int PAGE = 1_000;

  private final String base;
  private final String path;
  private final Map<String, String> headers;
  private final Map<String, String> credentials;

  /**
   * Reads an address with or without its version, or as it is pasted.
   *
   * @throws IllegalArgumentException saying what is wrong with the address or a header
   */
  StudioEndpoint(DeploymentConfig.Endpoint configured, String model) {
    base = base(configured.apiBase());
    // tuned models and the like come with their folder
    path = model.contains("/") ? model : "models/" + model;
    headers = configured.extraHeaders();
    Secret key = configured.apiKey();
    String bare = key == null ? "" : key.reveal().strip();
    credentials = bare.isEmpty() ? Map.of() : Map.of("x-goog-api-key", bare);
    credentials.forEach(HttpTarget::requireUsable);
    // tells now what would fail with every call
    models(null);
  }

  private static String base(@Nullable String configured) {
    if (configured == null || configured.isBlank()) {
      return DEFAULT_BASE + VERSION;
    }
    String bare = Paths.bare(Paths.bare(configured).replaceFirst("/models(/[^/]*)?$", ""));
    return Paths.hasPath(bare) ? bare : bare + VERSION;
  }

  @Override
  public HttpTarget method(String name) {
    String query = name.startsWith("stream") ? "?alt=sse" : "";
    return HttpTarget.of(base + "/" + Paths.encoded(path) + ":" + name + query, headers);
  }

  @Override
  public HttpTarget models(@Nullable String page) {
    String next = page == null ? "" : "&pageToken=" + Paths.encoded(page).replace("/", "%2F");
    return HttpTarget.of(base + "/models?pageSize=" + PAGE + next, headers);
  }

  @Override
  public String modelPath() {
    return path;
  }

  @Override
  public Map<String, String> credentials(Call call) {
    return credentials;
  }

  @Override
  public boolean refused() {
    return false;
  }
}
