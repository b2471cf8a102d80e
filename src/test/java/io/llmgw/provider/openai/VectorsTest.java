package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class VectorsTest {
  private static final float[] VECTOR = {
    0f, 1f, -1.5f, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, 3.1415927f
  };

  @Test
  void isTheSameThereAndBack() {
    assertThat(Vectors.read(StringNode.valueOf(Vectors.base64(VECTOR)))).containsExactly(VECTOR);
    assertThat(Vectors.read(Vectors.list(VECTOR))).containsExactly(VECTOR);
    String json = Json.MAPPER.writeValueAsString(Vectors.list(VECTOR));
    assertThat(Vectors.read(Json.MAPPER.readTree(json))).containsExactly(VECTOR);
  }

  @Test
  void isLittleEndian() {
    assertThat(Vectors.base64(new float[] {1f})).isEqualTo("AACAPw==");
    assertThat(Vectors.base64(new float[0])).isEmpty();
  }

  @Test
  void refusesWhatIsNotBase64() {
    assertThatThrownBy(() -> Vectors.read(StringNode.valueOf("%%")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
