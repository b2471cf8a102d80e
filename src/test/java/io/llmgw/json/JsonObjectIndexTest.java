package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonObjectIndexTest {

  @Nested
  class Finding {
    private final JsonObjectIndex index =
        read(
            "{ \"model\" : \"m\", \"é\":1, \"a\\nb\":2, \"\\u0073tream\":true, \"a\\\\nb\":3,"
                + " \"\":4}");

    @Test
    void findsEveryNameHoweverWritten() {
      assertThat(index.size()).isEqualTo(6);
      assertThat(index.find("model")).isEqualTo(0);
      assertThat(index.find("é")).isEqualTo(1);
      assertThat(index.find("a\nb")).isEqualTo(2);
      assertThat(index.find("stream")).isEqualTo(3);
      assertThat(index.find("a\\nb")).isEqualTo(4);
      assertThat(index.find("")).isEqualTo(5);
      assertThat(index.has("stream")).isTrue();
    }

    @Test
    void findsNothingElse() {
      assertThat(index.find("mode")).isEqualTo(-1);
      assertThat(index.find("models")).isEqualTo(-1);
      assertThat(index.find("Model")).isEqualTo(-1);
      assertThat(index.find("\\u0073tream")).isEqualTo(-1);
      assertThat(index.find("Ã©")).isEqualTo(-1);
      assertThat(index.has("x")).isFalse();
      assertThat(read("{}").find("")).isEqualTo(-1);
      assertThat(read("{\"a\\nb\":2}").find("a\\nb")).isEqualTo(-1);
    }

    @Test
    void findsOnlyMembersOfTheObjectItself() {
      JsonObjectIndex nested = read("{\"a\":{\"b\":1},\"c\":[{\"d\":2}],\"e\":\"\\\"f\\\":1\"}");
      assertThat(nested.size()).isEqualTo(3);
      assertThat(nested.has("b")).isFalse();
      assertThat(nested.has("d")).isFalse();
      assertThat(nested.has("f")).isFalse();
    }

    @Test
    void decodesNames() {
      assertThat(index.name(1)).isEqualTo("é");
      assertThat(index.name(2)).isEqualTo("a\nb");
      assertThat(index.name(3)).isEqualTo("stream");
      assertThat(index.name(5)).isEmpty();
    }

    @Test
    void saysWhereNamesAndValuesLie() {
      JsonObjectIndex spaced = read(" { \"ab\" :\t[1] } ");
      assertThat(spaced.start()).isEqualTo(1);
      assertThat(spaced.nameStart(0)).isEqualTo(4);
      assertThat(spaced.nameEnd(0)).isEqualTo(6);
      assertThat(spaced.valueStart(0)).isEqualTo(10);
      assertThat(spaced.valueEnd(0)).isEqualTo(13);
      assertThat(spaced.end()).isEqualTo(15);
    }
  }

  @Nested
  class Types {
    @Test
    void tellsThemByTheFirstByte() {
      JsonObjectIndex index =
          read("{\"a\":null,\"b\":true,\"c\":false,\"d\":-1,\"e\":\"\",\"f\":[],\"g\":{}}");
      byte[] expected = "ntf-\"[{".getBytes(UTF_8);
      for (int i = 0; i < expected.length; i++) {
        assertThat(index.type(i)).isEqualTo(expected[i]);
        assertThat(index.isNull(i)).isEqualTo(i == 0);
        assertThat(index.isSet(i)).isEqualTo(i != 0);
        assertThat(index.isTrue(i)).isEqualTo(i == 1);
      }
    }

    @Test
    void aMemberThatIsNotThereIsNothing() {
      JsonObjectIndex index = read("{\"a\":true}");
      assertThat(index.type(-1)).isZero();
      assertThat(index.isNull(-1)).isFalse();
      assertThat(index.isSet(-1)).isFalse();
      assertThat(index.isTrue(-1)).isFalse();
      assertThat(index.isEmpty(-1)).isFalse();
      assertThat(index.text(-1)).isNull();
      assertThat(index.text("b")).isNull();
      assertThat(index.textEquals(-1, "")).isFalse();
    }

    @Test
    void onlyContainersAreEmpty() {
      JsonObjectIndex index =
          read(
              "{\"a\":[],\"b\":{},\"c\":[ \n"
                  + "],\"d\":{\t},\"e\":[0],\"f\":{\"a\":[]},\"g\":[[]],\"h\":\"\",\"i\":null}");
      for (int i = 0; i < index.size(); i++) {
        assertThat(index.isEmpty(i)).as(index.name(i)).isEqualTo(i < 4);
      }
    }
  }

  @Nested
  class Text {
    @Test
    void decodesStringsOnly() {
      JsonObjectIndex index =
          read(
              "{\"a\":\"\",\"b\":\"é😀\",\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"d\":\"\\ud83d\\ude00\",\"e\":1,\"f\":[\"x\"],\"g\":null}");
      assertThat(index.text("a")).isEmpty();
      assertThat(index.text("b")).isEqualTo("é😀");
      assertThat(index.text("c")).isEqualTo("\"\\/\b\f\n\r\t");
      assertThat(index.text("d")).isEqualTo("😀");
      assertThat(index.text("e")).isNull();
      assertThat(index.text("f")).isNull();
      assertThat(index.text("g")).isNull();
    }

    @Test
    void comparesWithoutRegardToTheSpelling() {
      JsonObjectIndex index =
          read("{\"a\":\"user\",\"b\":\"us\\u0065r\",\"c\":\"a\\nb\",\"d\":\"é\",\"e\":1}");
      assertThat(index.textEquals(0, "user")).isTrue();
      assertThat(index.textEquals(0, "use")).isFalse();
      assertThat(index.textEquals(0, "users")).isFalse();
      assertThat(index.textEquals(0, "User")).isFalse();
      assertThat(index.textEquals(1, "user")).isTrue();
      assertThat(index.textEquals(1, "us\\u0065r")).isFalse();
      assertThat(index.textEquals(2, "a\\nb")).isFalse();
      assertThat(index.textEquals(2, "a\nb")).isTrue();
      assertThat(index.textEquals(3, "é")).isTrue();
      assertThat(index.textEquals(3, "Ã©")).isFalse();
      assertThat(index.textEquals(4, "1")).isFalse();
    }
  }

  @Nested
  class ReadingAgain {
    @Test
    void forgetsTheDocumentBefore() {
      JsonObjectIndex index = read("{\"a\":1,\"b\":2,\"\\u0063\":3}");
      byte[] second = "{\"c\":[]}".getBytes(UTF_8);
      assertThat(index.read(second, 0, second.length)).isSameAs(index);
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.has("a")).isFalse();
      assertThat(index.find("c")).isZero();
      assertThat(index.bytes()).isSameAs(second);
    }

    @Test
    void readsAfterAFailure() {
      JsonObjectIndex index = new JsonObjectIndex();
      byte[] broken = "{\"a\":1,\"b\":[{\"c\":}".getBytes(UTF_8);
      assertThatThrownBy(() -> index.read(broken, 0, broken.length))
          .isInstanceOf(JsonSyntaxException.class);
      byte[] good = "{\"a\":2}".getBytes(UTF_8);
      index.read(good, 0, good.length);
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.tree(index.find("a")).intValue()).isEqualTo(2);
    }
  }

  private static JsonObjectIndex read(String document) {
    return JsonObjectIndex.of(document.getBytes(UTF_8));
  }
}
