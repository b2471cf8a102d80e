package io.llmgw.provider.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Embedding vectors in their two wire forms: a list of numbers, or little-endian 32-bit floats in base64. */
final class Vectors {
  private Vectors() {}

  static String base64(JsonNode numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(number -> bytes.putFloat((float) number.asDouble()));
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  static float[] read(JsonNode embedding) {
    if (embedding.isString()) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(embedding.asString())).order(ByteOrder.LITTLE_ENDIAN);
      float[] vector = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(vector);
      return vector;
    }
    float[] vector = new float[embedding.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) embedding.get(i).asDouble();
    }
    return vector;
  }
}
