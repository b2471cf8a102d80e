package io.llmgw.provider.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Embedding vectors in their two wire forms: a list of numbers, or little-endian 32-bit floats in
 * base64.
 */
final class Vectors {
  private Vectors() {}

  static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** The numbers as a JSON list. */
  static ArrayNode list(float[] vector) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(vector.length);
    for (float number : vector) {
      list.add(number);
    }
    return list;
  }

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException when a string is not base64, or an element is no number
   */
  static float[] read(JsonNode embedding) {
    if (embedding.isString()) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(embedding.asString()))
              .order(ByteOrder.LITTLE_ENDIAN);
      float[] vector = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(vector);
      return vector;
    }
    float[] vector = new float[embedding.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = number(embedding.get(i));
    }
    return vector;
  }

  private static float number(JsonNode element) {
    double number = element.isNumber() ? element.asDouble(Double.NaN) : Double.NaN;
    if (Double.isNaN(number)) {
      throw new IllegalArgumentException("an element is no number");
    }
    return (float) number;
  }
}
