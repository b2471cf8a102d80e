package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Trees are written as the mapper's own writer does. */
class TreeWriterTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectWriter JACKSON = Json.MAPPER.writer();

  @Test
  void writesEveryKindOfValue() {
    ArrayNode all = NODES.arrayNode();
    all.add(1).add(-5L).add(Long.MIN_VALUE).add(1.5).add(1e300).add(-0.0).add(1.5f);
    all.add(new BigDecimal("1.50")).add(new BigDecimal("1E+400")).add(BigInteger.TEN.pow(30));
    all.add((short) 7).add(Double.NaN).add(true).add(false).addNull().add("");
    all.add(new byte[] {1, 2, 3}).addPOJO("a thing");
    all.addObject();
    all.addArray();
    all.addObject().put("a\"b\n", 1).putObject("é").putArray("[").add(NODES.objectNode());
    assertSame(all);
    all.forEach(TreeWriterTest::assertSame);
  }

  @Test
  void writesEveryCharacterAndEveryPairOfCharacters() {
    char[] kinds = {
      'a', '"', '\\', '/', '\n', '\u0001', '\u007f', 'é', '\u2028', '\ud83d', '\ude00'
    };
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      assertSame(NODES.stringNode("x" + (char) c));
    }
    for (char first : kinds) {
      for (char second : kinds) {
        for (char third : kinds) {
          assertSame(NODES.stringNode("" + first + second + third));
        }
      }
    }
  }

  @Test
  void writesWhateverIsRead() {
    RandomJson random = new RandomJson(7);
    for (int i = 0; i < 2_000; i++) {
      assertSame(Json.MAPPER.readTree(random.object()));
    }
  }

  private static void assertSame(JsonNode tree) {
    assertThat(new String(Json.MAPPER.writeValueAsBytes(tree), UTF_8))
        .isEqualTo(new String(JACKSON.writeValueAsBytes(tree), UTF_8));
  }
}
