package io.llmgw.provider.openai;

import io.llmgw.config.Secret;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.http.HttpTarget;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A base URL and a bearer key, which is how every vendor but Azure is reached. */
final class KeyAddress implements Address {
  private final Map<Operation, HttpTarget> targets = new EnumMap<>(Operation.class);
  private final HttpTarget models;
  private final boolean responses;
  private final Map<String, String> credentials;

  KeyAddress(String base, @Nullable Secret key, Map<String, String> headers, boolean responses) {
    this.responses = responses;
    for (Operation operation : Operation.values()) {
      targets.put(operation, HttpTarget.of(url(base, operation.path()), headers));
    }
    models = HttpTarget.of(url(base, "/models"), headers);
    // keys are pasted and read from files, with a line end
    String bare = key == null ? "" : key.reveal().strip();
    credentials = bare.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + bare);
    credentials.forEach(HttpTarget::requireUsable);
  }

  /**
   * Appends a path to a base that may end with a slash, or with the path of an operation as people
   * paste it, or carry a query.
   */
  static String url(String base, String path) {
    int query = base.indexOf('?');
    String front = Preset.withoutSlashes(query < 0 ? base : base.substring(0, query));
    for (Operation operation : Operation.values()) {
      if (front.endsWith(operation.path())) {
        front = front.substring(0, front.length() - operation.path().length());
        break;
      }
    }
    return front + path + (query < 0 ? "" : base.substring(query));
  }

  @Override
  public HttpTarget target(Operation operation) {
    HttpTarget target = targets.get(operation);
    if (target == null) {
      throw new IllegalArgumentException(operation.name());
    }
    return target;
  }

  @Override
  public boolean hasResponses() {
    return responses;
  }

  @Override
  public HttpTarget models() {
    return models;
  }

  @Override
  public Map<String, String> credentials(Call call) {
    return credentials;
  }
}
