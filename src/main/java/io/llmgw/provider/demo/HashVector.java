package io.llmgw.provider.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A text's unit vector, drawn from SHA-256 in counter mode: the same on every machine, equal for
 * equal texts, and without any meaning.
 */
final class HashVector {
  private static final int PER_BLOCK = 8;

  private HashVector() {}

  static float[] of(String text, int dimensions) {
    MessageDigest sha = sha256();
    byte[] seed = sha.digest(text.getBytes(StandardCharsets.UTF_8));
    double[] values = new double[dimensions];
    ByteBuffer block = ByteBuffer.allocate(0);
    for (int i = 0; i < dimensions; i++) {
      if (i % PER_BLOCK == 0) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, i));
        block = ByteBuffer.wrap(sha.digest(seed));
      }
      // Odd, so that no component and hence no length is zero.
      values[i] = block.getInt() | 1;
    }
    return unit(values);
  }

  private static float[] unit(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / length);
    }
    return unit;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
