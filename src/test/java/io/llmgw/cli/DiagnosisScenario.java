package io.llmgw.cli;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that goes wrong in one way.
 *
 * @param replies by the end of the path
 */
record DiagnosisScenario(
    String name,
    int exit,
    String vendor,
    String model,
    String key,
    String base,
    @Nullable String version,
    Map<String, Reply> replies) {
  static final String AZURE_KEY = "0123456789abcdef0123456789abcdef";
  private static final String MODELS = "/models";
  private static final String DEPLOYMENTS = "/openai/deployments";
  private static final String LIST =
      "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\"},{\"id\":\"gpt-4o-mini\"}]}";

  static DiagnosisScenario azure(String name, int exit) {
    String refused =
        "{\"error\":{\"code\":\"OperationNotSupported\",\"message\":\"The embeddings operation does"
            + " not work with the specified model, gpt-4o. Please choose different model and try"
            + " again.\"}}";
    return new DiagnosisScenario(name, exit, "azure", "prod", AZURE_KEY, "", null, Map.of())
        .reply(MODELS, Reply.json(LIST))
        .reply("/embeddings", Reply.json(400, refused))
        .reply("/chat/completions", Reply.sse(ChatAnswers.stream("o", "k")));
  }

  static DiagnosisScenario of(String vendor, String model, String key, String name, int exit) {
    return new DiagnosisScenario(name, exit, vendor, model, key, "/v1", null, Map.of())
        .reply(MODELS, Reply.json(LIST))
        .reply("/chat/completions", Reply.sse(ChatAnswers.stream("o", "k")));
  }

  DiagnosisScenario reply(String path, Reply reply) {
    Map<String, Reply> more = new HashMap<>(replies);
    more.put(path, reply);
    return new DiagnosisScenario(name, exit, vendor, model, key, base, version, more);
  }

  /** The same refusal wherever it is asked. */
  DiagnosisScenario everywhere(Reply reply) {
    return new DiagnosisScenario(name, exit, vendor, model, key, base, version, Map.of("", reply));
  }

  DiagnosisScenario deployments(String json) {
    return reply(DEPLOYMENTS, Reply.json(json));
  }

  DiagnosisScenario key(String other) {
    return new DiagnosisScenario(name, exit, vendor, model, other, base, version, replies);
  }

  DiagnosisScenario model(String other) {
    return new DiagnosisScenario(name, exit, vendor, other, key, base, version, replies);
  }

  DiagnosisScenario base(String path) {
    return new DiagnosisScenario(name, exit, vendor, model, key, path, version, replies);
  }

  DiagnosisScenario version(String date) {
    return new DiagnosisScenario(name, exit, vendor, model, key, base, date, replies);
  }

  static Reply error(int status, String code, String message) {
    return Reply.json(
        status, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
  }

  Reply answer(Received request) {
    String path = request.target().replaceFirst("\\?.*$", "");
    return replies.entrySet().stream()
        .filter(entry -> path.endsWith(entry.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .orElseGet(() -> error(404, "404", "Resource not found"));
  }

  @Override
  public String toString() {
    return vendor + ": " + name;
  }
}
