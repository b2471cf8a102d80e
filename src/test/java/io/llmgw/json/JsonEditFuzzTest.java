package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the index takes for an object the mapper does too, and an edit changes what it names. */
class JsonEditFuzzTest {
  private static final byte[] MODEL = "\"other\"".getBytes(StandardCharsets.US_ASCII);

  static Stream<Arguments> seeds() {
    return Seeds.of(
        List.of("openai", "anthropic-dialect", "responses-dialect"), "client-request.json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void changesWhatItNames(byte[] data) {
    JsonObjectIndex index;
    ObjectNode tree;
    try {
      index = JsonObjectIndex.of(data);
      tree = (ObjectNode) index.tree();
    } catch (JsonSyntaxException refused) {
      assertThat(isObject(data)).as("refused: %s", refused.getMessage()).isFalse();
      return;
    }
    for (int i = 0; i < index.size(); i++) {
      assertThat(index.tree(i)).isEqualTo(tree.get(index.name(i)));
      assertThat(index.find(index.name(i))).isEqualTo(i);
    }
    JsonEdit edit = new JsonEdit(index).put("model", MODEL);
    tree.put("model", "other");
    if (index.size() > 1 && !index.name(index.size() - 1).equals("model")) {
      edit.remove(index.size() - 1);
      tree.remove(index.name(index.size() - 1));
    }
    assertThat(JsonObjectIndex.of(edit.apply().toByteArray()).tree()).isEqualTo(tree);
  }

  /** Whether the mapper reads it without the faults that only the index has an eye for. */
  private static boolean isObject(byte[] data) {
    try {
      JsonNode tree = Json.MAPPER.readTree(data);
      return tree.isObject() && tree.size() <= 512 && isText(data);
    } catch (JacksonException _) {
      return false;
    }
  }

  /** The mapper guesses other encodings, and skips a byte order mark. */
  private static boolean isText(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    return !text.contains("\uFFFD") && !text.contains("\u0000") && !text.startsWith("\uFEFF");
  }
}
