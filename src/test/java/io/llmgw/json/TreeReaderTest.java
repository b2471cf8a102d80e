package io.llmgw.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** Trees of what an index has checked are those the mapper makes. */
class TreeReaderTest {
  private static final ObjectReader JACKSON = Json.MAPPER.reader();

  @Test
  void makesTheTreesOfTheMapper() {
    RandomJson random = new RandomJson(3);
    for (int i = 0; i < 3_000; i++) {
      assertSame(random.object().getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"a\" : [ ] , \"b\":[1 , 2],\"c\" :{ \"d\" : null } }",
        "{\"a\":0,\"b\":-0,\"c\":2147483647,\"d\":2147483648,\"e\":-2147483648,\"f\":-2147483649}",
        "{\"a\":999999999999999999,\"b\":9223372036854775807,\"c\":9223372036854775808,\"d\":1e5}",
        "{\"a\":0.7,\"b\":1.50,\"c\":-1E-7,\"d\":true,\"e\":false,\"f\":1e99999999999}",
        "{\"a\":\"\\ud83d\\ude00 \\ud83d x \\u0000\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
        "{\"x\":{\"\\u0061\":1,\"a\":2}}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "{\"x\":{\"\\ud83d\":1}}",
        "{\"x\":\"\ufffd\",\"\ufffd\":1}"
      })
  void agreesWithTheMapperOn(String document) {
    assertSame(document.getBytes(UTF_8));
  }

  @Test
  void leavesDoubtfulUtf8ToTheMapper() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = "{\"name of it\":{\"inner name\":\"the value\"}}".getBytes(UTF_8);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128));
      }
      assertSame(bytes);
    }
  }

  /** The same tree, or none. */
  private static void assertSame(byte[] document) {
    JsonObjectIndex index = new JsonObjectIndex();
    try {
      index.read(document, 0, document.length);
    } catch (JsonSyntaxException notForTrees) {
      return;
    }
    String shown = new String(document, ISO_8859_1);
    JsonNode expected = null;
    try {
      expected = JACKSON.readTree(document);
    } catch (JacksonException | NumberFormatException none) {
      assertThat(catchThrowable(index::tree)).as(shown).isInstanceOf(JsonSyntaxException.class);
      return;
    }
    assertThat(index.tree()).as(shown).isEqualTo(expected);
    assertThat(Json.MAPPER.readTree(document)).as(shown).isEqualTo(expected);
    assertThat(index.tree()).asString().isEqualTo(expected.toString());
  }
}
