package io.llmgw.server.openai;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.json.Json;
import io.llmgw.model.Embeddings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embedding requests and answers in OpenAI's words.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings">embeddings</a>
 */
final class EmbeddingCodec {
  private EmbeddingCodec() {}

  static Embeddings.Request decode(JsonNode body) {
    List<String> inputs = new ArrayList<>();
    JsonNode input = body.path("input");
    if (input.isString()) {
      inputs.add(input.asString());
    }
    for (JsonNode one : input) {
      if (!input.isArray() || !one.isString()) {
        throw wrong("input", "must be a string or a list of strings for this model");
      }
      inputs.add(one.asString());
    }
    if (inputs.isEmpty()) {
      throw wrong("input", "must be a string or a list of strings, and not empty");
    }
    JsonNode dimensions = body.path("dimensions");
    boolean unsaid = dimensions.isMissingNode() || dimensions.isNull();
    if (!unsaid && !(dimensions.isIntegralNumber() && dimensions.canConvertToInt())) {
      throw wrong("dimensions", "must be a whole number");
    }
    return new Embeddings.Request(
        body.path("model").asString(""), inputs, unsaid ? null : dimensions.asInt());
  }

  /** The answer; vectors as base64 of little-endian floats if the client asked for that. */
  static byte[] encode(Embeddings.Result result, String model, boolean base64) {
    ObjectNode answer = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = answer.putArray("data");
    int index = 0;
    for (float[] vector : result.vectors()) {
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", index++);
      if (base64) {
        ByteBuffer bytes =
            ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      } else {
        ArrayNode numbers = entry.putArray("embedding");
        for (float number : vector) {
          numbers.add(number);
        }
      }
    }
    answer.put("model", model);
    answer
        .putObject("usage")
        .put("prompt_tokens", result.usage().inputTokens())
        .put("total_tokens", result.usage().totalTokens());
    return Json.MAPPER.writeValueAsBytes(answer);
  }
}
