package io.llmgw.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * The index and the mapper see the same document, and nothing outside the range has a say in it.
 */
class JsonAgreementTest {
  private static final String EVERYTHING =
      "{ \"a\" : [ 1 , -0.5e+3 , { \"b\" : \"x\\u00e9\\n\\\\\" } , [ ] ] ,\t\"é😀\":{\"c\":null},"
          + "\r\n\"t\":true,\"f\":false,\"n\":\"\",\"\\u0061b\":0,\"last\":{}}";

  // like the mapper, but leaves names that occur twice to the index
  private static final JsonMapper LENIENT =
      Json.MAPPER.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Nested
  class Range {
    @Test
    void readsADocumentAmongOtherJson() {
      byte[] bytes = ("{\"x\":1}" + EVERYTHING + ",{}]}").getBytes(UTF_8);
      int length = EVERYTHING.getBytes(UTF_8).length;
      JsonObjectIndex index = new JsonObjectIndex().read(bytes, 7, length);
      assertThat(index.start()).isEqualTo(7);
      assertThat(index.end()).isEqualTo(7 + length);
      assertThat(index.tree()).isEqualTo(Json.MAPPER.readTree(EVERYTHING));
      assertThat(index.bytes()).isSameAs(bytes);
    }

    @Test
    void rejectsEveryTruncationWhateverFollows() {
      byte[] whole = EVERYTHING.getBytes(UTF_8);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertRejected(cut);
        assertSameAmong(cut, whole, 0);
        for (String after :
            List.of("}", "\"", ",", ":1}", "]", "1", "e1}", "\\\"}", " ", "u0061\"}")) {
          byte[] among = ("{" + new String(cut, ISO_8859_1) + after).getBytes(ISO_8859_1);
          assertSameAmong(cut, among, 1);
        }
      }
    }

    @Test
    void rejectsEveryLateStart() {
      byte[] whole = EVERYTHING.getBytes(UTF_8);
      for (int from = 1; from < whole.length; from++) {
        byte[] cut = Arrays.copyOfRange(whole, from, whole.length);
        assertSameAmong(cut, whole, from);
      }
    }

    @Test
    void refusesARangeOutsideTheArray() {
      byte[] bytes = "{}".getBytes(UTF_8);
      JsonObjectIndex index = new JsonObjectIndex();
      assertThatThrownBy(() -> index.read(bytes, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> index.read(bytes, -1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> index.read(bytes, 0, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** The same bytes give the same outcome alone and inside another array. */
    private static void assertSameAmong(byte[] document, byte[] among, int from) {
      String alone = outcome(document, 0, document.length);
      assertThat(outcome(among, from, document.length))
          .as(new String(document, UTF_8))
          .isEqualTo(alone);
    }

    private static String outcome(byte[] bytes, int from, int length) {
      try {
        JsonObjectIndex index = new JsonObjectIndex().read(bytes, from, length);
        return index.size() + " members, " + (index.start() - from) + " to " + (index.end() - from);
      } catch (JsonSyntaxException e) {
        assertThat(e.offset()).isBetween(0, length);
        return String.valueOf(e.getMessage());
      }
    }
  }

  @Nested
  class Mutations {
    @Test
    void everyOtherByteAtEveryPlaceIsReadOrRefused() {
      byte[] bytes = EVERYTHING.getBytes(UTF_8);
      JsonObjectIndex index = new JsonObjectIndex();
      int accepted = 0;
      for (int at = 0; at < bytes.length; at++) {
        byte original = bytes[at];
        for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
          bytes[at] = (byte) b;
          if (readable(index, bytes)) {
            accepted++;
            lookAtEverything(index);
          }
        }
        bytes[at] = original;
      }
      assertThat(accepted).isGreaterThan(bytes.length);
    }

    @Test
    void agreesWithTheMapperOnBrokenDocuments() {
      String bytesToPut = "{}[]\",:\\ \n\t0123456789+-.eEtfnu/a\u0001\u007f";
      JsonObjectIndex index = new JsonObjectIndex();
      int[] outcomes = new int[2];
      for (int seed = 0; seed < 150; seed++) {
        RandomJson random = new RandomJson(seed);
        String document = random.object();
        for (int round = 0; round < 60; round++) {
          int at = random.below(document.length());
          char put = bytesToPut.charAt(random.below(bytesToPut.length()));
          String broken =
              switch (random.below(3)) {
                case 0 -> document.substring(0, at) + put + document.substring(at + 1);
                case 1 -> document.substring(0, at) + put + document.substring(at);
                default -> document.substring(0, at) + document.substring(at + 1);
              };
          byte[] bytes = broken.getBytes(UTF_8);
          outcomes[agree(index, bytes) ? 1 : 0]++;
        }
      }
      assertThat(outcomes[0]).isGreaterThan(1000);
      assertThat(outcomes[1]).isGreaterThan(1000);
    }

    private static boolean agree(JsonObjectIndex index, byte[] bytes) {
      String text = new String(bytes, UTF_8);
      String complaint = "";
      JsonNode tree = NullNode.getInstance();
      try {
        tree = LENIENT.readTree(bytes);
      } catch (JacksonException e) {
        complaint = e.getOriginalMessage();
      } catch (NumberFormatException e) {
        complaint = "number";
      }
      if (complaint.equals("number") || complaint.contains("surrogate")) {
        // a huge exponent, half a pair in a name: the grammar allows it, the mapper does not
        return false;
      }
      try {
        index.read(bytes, 0, bytes.length);
      } catch (JsonSyntaxException e) {
        if (String.valueOf(e.getMessage()).contains("occurs twice")) {
          assertThatThrownBy(() -> Json.MAPPER.readTree(bytes)).hasMessageContaining("uplicate");
        } else {
          assertThat(tree.isObject()).as(text + " refused: " + e.getMessage()).isFalse();
        }
        return false;
      }
      assertThat(tree.isObject()).as(text + " accepted, but " + complaint).isTrue();
      assertThat(index.size()).as(text).isEqualTo(tree.size());
      return true;
    }

    private static void lookAtEverything(JsonObjectIndex index) {
      for (int i = 0; i < index.size(); i++) {
        assertThat(index.name(i)).isNotNull();
        index.isEmpty(i);
        String text = index.text(i);
        if (text != null) {
          index.textEquals(i, text);
        }
        try {
          index.tree(i);
        } catch (JsonSyntaxException e) {
          assertThat(e.offset()).isEqualTo(index.valueStart(i));
        }
      }
    }
  }

  @Nested
  class RandomDocuments {
    @Test
    void holdWhatTheMapperFinds() {
      JsonObjectIndex index = new JsonObjectIndex();
      int members = 0;
      for (int seed = 0; seed < 600; seed++) {
        RandomJson random = new RandomJson(seed);
        String document = random.space() + random.object() + random.space();
        byte[] bytes = document.getBytes(UTF_8);
        index.read(bytes, 0, bytes.length);
        JsonNode tree = Json.MAPPER.readTree(bytes);
        assertThat(index.tree()).isEqualTo(tree);
        assertThat(names(index)).as(document).containsExactlyElementsOf(tree.propertyNames());
        for (int i = 0; i < index.size(); i++) {
          assertMember(index, i, tree.required(index.name(i)));
          members++;
        }
      }
      assertThat(members).isGreaterThan(1000);
    }

    private static void assertMember(JsonObjectIndex index, int i, JsonNode value) {
      assertThat(index.find(index.name(i))).isEqualTo(i);
      assertThat(index.tree(i)).isEqualTo(value);
      assertThat(index.text(i)).isEqualTo(value.isString() ? value.stringValue() : null);
      assertThat(index.isEmpty(i)).isEqualTo(value.isContainer() && value.isEmpty());
      assertThat(index.isNull(i)).isEqualTo(value.isNull());
      assertThat(index.isSet(i)).isEqualTo(!value.isNull());
      assertThat(index.isTrue(i)).isEqualTo(value.isBoolean() && value.booleanValue());
      if (value.isString()) {
        assertThat(index.textEquals(i, value.stringValue())).isTrue();
        assertThat(index.textEquals(i, value.stringValue() + "x")).isFalse();
      }
    }

    private static List<String> names(JsonObjectIndex index) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < index.size(); i++) {
        names.add(index.name(i));
      }
      return names;
    }
  }

  private static boolean readable(JsonObjectIndex index, byte[] document) {
    try {
      index.read(document, 0, document.length);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  private static void assertRejected(byte[] document) {
    assertThatThrownBy(() -> JsonObjectIndex.of(document))
        .as(new String(document, UTF_8))
        .isInstanceOf(JsonSyntaxException.class);
  }
}
