package io.llmgw.provider.gemini;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Secret;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.TokenCache;
import io.llmgw.provider.http.HttpTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who calls Vertex AI. Deployments of the same identity share its token. Thread-safe. */
final class VertexIdentities {
  /** More than any set-up has; old ones, such as of rotated keys, make room. */
  private static final int MAX_KEPT = 256;

  private static final String METADATA_HOST = "169.254.169.254";

  /** Who, and in which project unless the configuration says another. */
  record Identity(Credentials credentials, @Nullable String project) {}

  private final GoogleTokens tokens;
  private final InstantSource clock;
  private final Function<String, @Nullable String> environment;
  // by the text of the credentials; empty for the machine's own
  private final Map<Secret, TokenCache> caches = new LinkedHashMap<>(16, 0.75f, true);

  VertexIdentities(
      HttpTransport transport,
      InstantSource clock,
      Function<String, @Nullable String> environment) {
    this.tokens = new GoogleTokens(transport, clock);
    this.clock = clock;
    this.environment = environment;
  }

  /** Nobody of ours: the configured headers have to do. */
  static Identity none() {
    return new Identity(_ -> Map.of(), null);
  }

  /**
   * The configured identity, else the person signed in here, else the machine.
   *
   * @throws IllegalArgumentException saying what is wrong with the configured one
   */
  Identity of(DeploymentConfig.VertexIdentity configured) {
    Secret credentials = configured.credentials();
    String text = credentials == null ? signedIn() : text(credentials.reveal().strip());
    if (text == null) {
      String host = environment.apply("GCE_METADATA_HOST");
      String metadata = host == null || host.isBlank() ? METADATA_HOST : host.strip();
      return new Identity(
          kept(
              new Secret(""),
              () -> new TokenCache("Google", call -> tokens.ofMachine(metadata, call), clock)),
          null);
    }
    GoogleKey key;
    try {
      key = GoogleKey.read(text);
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException("vertex_credentials " + broken.getMessage(), broken);
    }
    TokenCache cache =
        kept(
            new Secret(text),
            () -> new TokenCache("Google", call -> tokens.fetch(key, call), clock));
    return new Identity(cache, key.project());
  }

  private interface Maker {
    TokenCache make();
  }

  private TokenCache kept(Secret text, Maker maker) {
    synchronized (caches) {
      TokenCache cache = caches.computeIfAbsent(text, _ -> maker.make());
      if (caches.size() > MAX_KEPT) {
        caches.remove(caches.keySet().iterator().next());
      }
      return cache;
    }
  }

  /** The JSON itself, or what is in the file of that name. */
  private static String text(String value) {
    if (value.startsWith("{")) {
      return value;
    }
    try {
      return Files.readString(Path.of(value), StandardCharsets.UTF_8).strip();
    } catch (IOException | IllegalArgumentException broken) {
      // a long text is no name but a broken key, which must not be shown
      boolean name = value.length() < 256 && value.indexOf('\n') < 0;
      throw new IllegalArgumentException(
          "vertex_credentials is neither JSON nor a file that can be read"
              + (name ? ": " + value : ""),
          broken);
    }
  }

  /** What {@code gcloud auth application-default login} left, if anything. */
  private @Nullable String signedIn() {
    Path folder = gcloud();
    if (folder == null) {
      return null;
    }
    try {
      Path file = folder.resolve("application_default_credentials.json");
      return Files.isReadable(file) ? Files.readString(file, StandardCharsets.UTF_8) : null;
    } catch (IOException _) {
      // then the machine is asked, whose failure says what to set
      return null;
    }
  }

  private @Nullable Path gcloud() {
    String own = environment.apply("CLOUDSDK_CONFIG");
    String home = environment.apply("HOME");
    String windows = environment.apply("APPDATA");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    if (windows != null && !windows.isBlank()) {
      return Path.of(windows, "gcloud");
    }
    return home == null || home.isBlank() ? null : Path.of(home, ".config", "gcloud");
  }
}
