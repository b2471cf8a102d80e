package io.llmgw.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts to vectors. */
public final class Embeddings {
  private Embeddings() {}

  /**
   * Texts to embed.
   *
   * @param inputs the texts; token arrays are not canonical and go through the passthrough lane
   *     only
   * @param dimensions wanted vector length, null for the model's own
   */
  public record Request(String model, List<String> inputs, @Nullable Integer dimensions) {
    public Request {
      inputs = List.copyOf(inputs);
    }
  }

  /** One vector for each input, in the order of the inputs. */
  public record Result(@Nullable String model, List<float[]> vectors, Usage usage) {
    public Result {
      vectors = List.copyOf(vectors);
    }
  }
}
