package io.llmgw.provider.anthropic;

import io.llmgw.config.Secret;
import io.llmgw.provider.Operation;
import io.llmgw.provider.http.HttpTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where one deployment is and how one gets in. Immutable. */
final class Endpoint {
  static final String BETA = "anthropic-beta";
  static final String VERSION = "anthropic-version";

  private static final String DEFAULT_BASE = "https://api.anthropic.com";
  private static final String DEFAULT_VERSION = "2023-06-01";
  // tokens of a subscription, which are sent in another way than keys
  private static final String TOKEN_START = "sk-ant-oat";
  private static final String TOKEN_BETA = "oauth-2025-04-20";
  private static final List<String> KNOWN_ENDS =
      List.of("/messages/count_tokens", "/messages", "/models");

  private final String base;
  private final Map<String, String> fixed = new TreeMap<>();
  private final Map<String, String> credentials = new LinkedHashMap<>();
  private final Set<String> betas = new LinkedHashSet<>();
  private final HttpTarget messages;
  private final HttpTarget count;

  /**
   * Reads an address with or without {@code /v1} or the path of an operation.
   *
   * @throws IllegalArgumentException saying what is wrong with the address or a header
   */
  Endpoint(@Nullable String apiBase, @Nullable Secret key, Map<String, String> headers) {
    base = base(apiBase == null || apiBase.isBlank() ? DEFAULT_BASE : apiBase.strip());
    headers.forEach((name, value) -> fixed.put(name.toLowerCase(Locale.ROOT), value));
    fixed.putIfAbsent(VERSION, DEFAULT_VERSION);
    addBetas(fixed.remove(BETA));
    credentials(key == null ? "" : key.reveal().strip());
    credentials.forEach(HttpTarget::requireUsable);
    messages = HttpTarget.of(base + "/messages", fixed);
    count = HttpTarget.of(base + "/messages/count_tokens", fixed);
  }

  private static String base(String configured) {
    String bare = withoutSlashes(configured.replaceFirst("[?#].*", ""));
    if (bare.endsWith("/chat/completions")) {
      throw new IllegalArgumentException(
          "this is the address of an API that speaks OpenAI's protocol; use the vendor openai for"
              + " it");
    }
    for (String end : KNOWN_ENDS) {
      if (bare.endsWith(end)) {
        bare = withoutSlashes(bare.substring(0, bare.length() - end.length()));
        break;
      }
    }
    return bare.endsWith("/v1") ? bare : bare + "/v1";
  }

  private static String withoutSlashes(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    return address.substring(0, end);
  }

  /** One proof of who asks is enough, and some refuse two. */
  private void credentials(String key) {
    boolean configured = fixed.containsKey("x-api-key") || fixed.containsKey("authorization");
    if (key.isEmpty() || configured) {
      return;
    }
    if (key.startsWith(TOKEN_START)) {
      credentials.put("authorization", "Bearer " + key);
      betas.add(TOKEN_BETA);
    } else {
      credentials.put("x-api-key", key);
    }
  }

  private void addBetas(@Nullable String list) {
    betas.addAll(split(list));
  }

  private static List<String> split(@Nullable String list) {
    return list == null ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
  }

  HttpTarget target(Operation operation) {
    return operation == Operation.TOKEN_COUNT ? count : messages;
  }

  /** A page of the list of models, after the one with that id. */
  HttpTarget models(@Nullable String after) {
    String query =
        after == null ? "" : "&after_id=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    return HttpTarget.of(base + "/models?limit=1000" + query, fixed);
  }

  /** The headers of one call, besides those every call has. */
  Map<String, String> headers(Collection<String> moreBetas) {
    Map<String, String> headers = new LinkedHashMap<>(credentials);
    Set<String> all = new LinkedHashSet<>(betas);
    all.addAll(moreBetas);
    all.removeIf(String::isBlank);
    if (!all.isEmpty()) {
      headers.put(BETA, String.join(",", all));
    }
    return headers;
  }

  /** The same, for a client that speaks the protocol itself. */
  Map<String, String> headers(Map<String, String> client) {
    Map<String, String> headers = headers(split(client.get(BETA)));
    String version = client.get(VERSION);
    if (version != null && !version.isBlank()) {
      headers.put(VERSION, version);
    }
    headers.forEach(HttpTarget::requireUsable);
    return headers;
  }

  /** Headers that may be shown. */
  Map<String, String> shown(Collection<String> moreBetas) {
    Map<String, String> headers = headers(moreBetas);
    headers.keySet().removeAll(credentials.keySet());
    headers.put(VERSION, fixed.getOrDefault(VERSION, DEFAULT_VERSION));
    return headers;
  }

  /** Everything that must not be shown, should the upstream quote it. */
  Collection<String> secrets() {
    Set<String> secrets = new LinkedHashSet<>(credentials.values());
    for (String name : List.of("x-api-key", "authorization")) {
      String value = fixed.get(name);
      if (value != null) {
        secrets.add(value);
      }
    }
    return secrets;
  }
}
