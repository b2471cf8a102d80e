package io.llmgw.provider.bedrock;

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
 * Turns texts into vectors, for which each vendor on Bedrock has its own words.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html">Titan</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html">Cohere</a>
 * @see <a href="https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html">Nova</a>
 */
final class Embedder {
  private static final int MOST_TEXTS = 96;

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
    List<float[]> vectors = new ArrayList<>();
    long tokens =
        switch (profile.traits().embedding()) {
          case TITAN -> each(texts, text -> titan(text, length), vectors, call);
          case NOVA -> each(texts, text -> nova(text, length), vectors, call);
          case COHERE -> cohere(texts, length, vectors, call);
        };
    if (vectors.size() != texts.size()) {
      throw upstream.failure(
          "sent " + vectors.size() + " vectors for " + texts.size() + " texts", null);
    }
    return new Embeddings.Result(profile.model(), vectors, Usage.of(tokens, 0));
  }

  private interface Words {
    ObjectNode of(String text);
  }

  private static ObjectNode titan(String text, @Nullable Integer length) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("inputText", text);
    if (length != null) {
      body.put("dimensions", length);
    }
    return body;
  }

  private static ObjectNode nova(String text, @Nullable Integer length) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("taskType", "SINGLE_EMBEDDING");
    ObjectNode params =
        body.putObject("singleEmbeddingParams").put("embeddingPurpose", "GENERIC_INDEX");
    if (length != null) {
      params.put("embeddingDimension", length);
    }
    params.putObject("text").put("truncationMode", "NONE").put("value", text);
    return body;
  }

  /** These models take one text at a time. */
  private long each(List<String> texts, Words words, List<float[]> out, Call call) {
    long tokens = 0;
    for (String text : texts) {
      Answer answer = ask(words.of(text), call);
      JsonNode json = answer.json();
      boolean one = json.has("embedding");
      out.add(vector(one ? json.path("embedding") : json.at("/embeddings/0/embedding")));
      String count = one ? "inputTextTokenCount" : "inputTokenCount";
      tokens += answer.tokens(json.path(count).asLong(0), List.of(text));
    }
    return tokens;
  }

  private long cohere(List<String> texts, @Nullable Integer length, List<float[]> out, Call call) {
    long tokens = 0;
    for (int from = 0; from < texts.size(); from += MOST_TEXTS) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + MOST_TEXTS));
      ObjectNode body = Json.MAPPER.createObjectNode().put("input_type", "search_document");
      ArrayNode list = body.putArray("texts");
      some.forEach(list::add);
      if (length != null) {
        body.put("output_dimension", length);
      }
      Answer answer = ask(body, call);
      JsonNode embeddings = answer.json().path("embeddings");
      JsonNode floats = embeddings.isArray() ? embeddings : embeddings.path("float");
      floats.forEach(values -> out.add(vector(values)));
      tokens += answer.tokens(0, some);
    }
    return tokens;
  }

  /**
   * What came back.
   *
   * @param counted tokens by the answer's header, 0 when it had none
   */
  private record Answer(JsonNode json, long counted) {
    /** The count in the answer, else that of its header, else a guess. */
    long tokens(long said, List<String> texts) {
      if (said > 0) {
        return said;
      }
      return counted > 0 ? counted : texts.stream().mapToLong(TokenEstimate::text).sum();
    }
  }

  private Answer ask(ObjectNode body, Call call) {
    profile.additions().merge(body);
    Upstream.Sent sent = upstream.post(upstream.endpoint().model("invoke"), body, call);
    String header = sent.answer().header("x-amzn-bedrock-input-token-count");
    long counted = header != null && header.matches("\\d{1,12}") ? Long.parseLong(header) : 0;
    return new Answer(upstream.json(sent), counted);
  }

  private float[] vector(JsonNode values) {
    if (values.isEmpty()) {
      throw upstream.failure("sent an embedding without numbers", null);
    }
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) values.get(i).asDouble(0);
    }
    return vector;
  }
}
