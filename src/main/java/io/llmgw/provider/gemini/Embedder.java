package io.llmgw.provider.gemini;

import io.llmgw.json.Json;
import io.llmgw.model.Embeddings;
import io.llmgw.model.TokenEstimate;
import io.llmgw.model.Usage;
import io.llmgw.provider.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns texts into vectors, which Google's two services do in three ways.
 *
 * @see <a href="https://ai.google.dev/api/embeddings">AI Studio</a>
 * @see <a
 *     href="https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api">Vertex
 *     AI</a>
 */
final class Embedder {
  private static final int MOST_TEXTS = 100;
  private static final double UNIT = 1e-3;

  private final Profile profile;
  private final Upstream upstream;

  Embedder(Profile profile, Upstream upstream) {
    this.profile = profile;
    this.upstream = upstream;
  }

  /** One vector for each text, in as many calls as that takes. */
  Embeddings.Result embed(Embeddings.Request request, Call call) {
    List<String> texts = request.inputs();
    Integer length = request.dimensions() != null ? request.dimensions() : profile.dimensions();
    int batch = profile.vertex() ? profile.embedding().batch() : MOST_TEXTS;
    List<float[]> vectors = new ArrayList<>();
    long tokens = 0;
    for (int from = 0; from < texts.size(); from += batch) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + batch));
      tokens += some(some, length, vectors, call);
    }
    if (vectors.size() != texts.size()) {
      throw upstream.failure(
          "sent " + vectors.size() + " vectors for " + texts.size() + " texts", null);
    }
    return new Embeddings.Result(profile.model(), vectors, Usage.of(tokens, 0));
  }

  private long some(List<String> texts, @Nullable Integer length, List<float[]> out, Call call) {
    if (profile.vertex() && profile.embedding().method().equals("predict")) {
      return predicted(texts, length, out, call);
    }
    if (texts.size() == 1) {
      ObjectNode body = request(texts.getFirst(), length, !profile.vertex());
      JsonNode answer = upstream.postForJson("embedContent", body, call);
      out.add(vector(answer.path("embedding").path("values"), length));
      return tokens(answer, texts);
    }
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode requests = body.putArray("requests");
    texts.forEach(text -> requests.add(request(text, length, true)));
    JsonNode answer = upstream.postForJson("batchEmbedContents", body, call);
    answer.path("embeddings").forEach(each -> out.add(vector(each.path("values"), length)));
    return tokens(answer, texts);
  }

  private ObjectNode request(String text, @Nullable Integer length, boolean named) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (named) {
      body.put("model", upstream.endpoint().modelPath());
    }
    body.putObject("content").putArray("parts").addObject().put("text", text);
    if (length != null) {
      body.put("outputDimensionality", length);
    }
    profile.additions().merge(body);
    return body;
  }

  private long predicted(
      List<String> texts, @Nullable Integer length, List<float[]> out, Call call) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode instances = body.putArray("instances");
    texts.forEach(text -> instances.addObject().put("content", text));
    if (length != null) {
      body.putObject("parameters").put("outputDimensionality", length);
    }
    profile.additions().merge(body);
    JsonNode answer = upstream.postForJson("predict", body, call);
    long tokens = 0;
    for (JsonNode prediction : answer.path("predictions")) {
      JsonNode embedding = prediction.path("embeddings");
      out.add(vector(embedding.path("values"), length));
      tokens += embedding.path("statistics").path("token_count").asLong(0);
    }
    return tokens > 0 ? tokens : estimate(texts);
  }

  /** AI Studio counts for newer models only. */
  private static long tokens(JsonNode answer, List<String> texts) {
    long counted = answer.path("usageMetadata").path("promptTokenCount").asLong(0);
    return counted > 0 ? counted : estimate(texts);
  }

  private static long estimate(List<String> texts) {
    return texts.stream().mapToLong(TokenEstimate::text).sum();
  }

  /** A shortened vector is not of length 1, which whoever compares vectors takes for granted. */
  private float[] vector(JsonNode values, @Nullable Integer length) {
    if (values.isEmpty()) {
      throw upstream.failure("sent an embedding without numbers", null);
    }
    float[] vector = new float[values.size()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      double value = values.get(i).asDouble(Double.NaN);
      if (Double.isNaN(value)) {
        throw upstream.failure("sent an embedding with something that is no number", null);
      }
      vector[i] = (float) value;
      squares += value * value;
    }
    double norm = Math.sqrt(squares);
    if (length != null && norm > 0 && Math.abs(norm - 1) > UNIT) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / norm);
      }
    }
    return vector;
  }
}
