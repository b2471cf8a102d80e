package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JsonEditTest {
  private static final String DOCUMENT = "{ \"a\" : 1.00 ,\n\t\"b\":[1, 2],  \"c\" :\"\\u0041\" }";

  @Nested
  class OneChange {
    @Test
    void leavesAnUnchangedDocumentAsItIs() {
      JsonEdit edit = edit(DOCUMENT);
      assertThat(edit.changed()).isFalse();
      assertThat(text(edit)).isEqualTo(DOCUMENT);
      assertThat(text(edit("{ }"))).isEqualTo("{ }");
    }

    @Test
    void replacesAValue() {
      assertThat(text(edit(DOCUMENT).replace(0, json("\"x\""))))
          .isEqualTo(DOCUMENT.replace("1.00", "\"x\""));
      assertThat(text(edit(DOCUMENT).replace(2, json("{}"))))
          .isEqualTo(DOCUMENT.replace("\"\\u0041\"", "{}"));
    }

    @Test
    void theLastReplacementCounts() {
      assertThat(text(edit("{\"a\":1}").replace(0, json("2")).replace(0, json("3"))))
          .isEqualTo("{\"a\":3}");
    }

    @Test
    void renames() {
      assertThat(text(edit(DOCUMENT).rename(1, "max\n\"é")))
          .isEqualTo(DOCUMENT.replace("\"b\"", "\"max\\n\\\"é\""));
    }

    @Test
    void removes() {
      assertThat(text(edit(DOCUMENT).remove(0))).isEqualTo("{ \"b\":[1, 2],  \"c\" :\"\\u0041\" }");
      assertThat(text(edit(DOCUMENT).remove(1)))
          .isEqualTo("{ \"a\" : 1.00 ,\n\t\"c\" :\"\\u0041\" }");
      assertThat(text(edit(DOCUMENT).remove(2))).isEqualTo("{ \"a\" : 1.00 ,\n\t\"b\":[1, 2] }");
    }

    @Test
    void removesNeighboursAndAll() {
      assertThat(text(edit(DOCUMENT).remove(0).remove(1))).isEqualTo("{ \"c\" :\"\\u0041\" }");
      assertThat(text(edit(DOCUMENT).remove(1).remove(2))).isEqualTo("{ \"a\" : 1.00 }");
      assertThat(text(edit(DOCUMENT).remove(0).remove(2))).isEqualTo("{ \"b\":[1, 2] }");
      assertThat(text(edit(DOCUMENT).remove(0).remove(1).remove(2))).isEqualTo("{ }");
      assertThat(text(edit("{\"a\":1}").remove(0))).isEqualTo("{}");
    }

    @Test
    void adds() {
      assertThat(text(edit(DOCUMENT).add("d", json("4")).add("e\"", json("5"))))
          .isEqualTo(DOCUMENT.replace("\"\\u0041\" }", "\"\\u0041\",\"d\":4,\"e\\\"\":5 }"));
      assertThat(text(edit("{}").add("d", json("4")))).isEqualTo("{\"d\":4}");
      assertThat(text(edit("{ }").add("d", json("4")).add("e", json("5"))))
          .isEqualTo("{\"d\":4,\"e\":5 }");
      assertThat(text(edit("{\"a\":1}").remove(0).add("d", json("4")))).isEqualTo("{\"d\":4}");
    }

    @Test
    void leavesOutWhatSurroundsTheObject() {
      byte[] bytes = "[{\"x\":1}, {\"a\":1} ,2]".getBytes(UTF_8);
      JsonObjectIndex index = new JsonObjectIndex().read(bytes, 9, 9);
      assertThat(text(new JsonEdit(index).add("b", json("2")))).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void changesNothingInTheDocumentItself() {
      byte[] bytes = DOCUMENT.getBytes(UTF_8);
      new JsonEdit(JsonObjectIndex.of(bytes)).replace(0, json("2")).remove(1).apply();
      assertThat(bytes).isEqualTo(DOCUMENT.getBytes(UTF_8));
    }
  }

  @Nested
  class Putting {
    @Test
    void replacesOrAppends() {
      assertThat(text(edit("{\"a\":1}").put("a", json("2")))).isEqualTo("{\"a\":2}");
      assertThat(text(edit("{\"\\u0061\":1}").put("a", json("2")))).isEqualTo("{\"\\u0061\":2}");
      assertThat(text(edit("{\"é\":1}").put("é", json("2")))).isEqualTo("{\"é\":2}");
      assertThat(text(edit("{\"a\":1}").put("b", json("2")))).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void appendsANameOnce() {
      assertThat(text(edit("{}").put("b", json("1")).put("c", json("2")).put("b", json("3"))))
          .isEqualTo("{\"b\":3,\"c\":2}");
      assertThat(text(edit("{}").add("b", json("1")).put("b", json("3")))).isEqualTo("{\"b\":3}");
    }

    @Test
    void appendsWhatWasRemoved() {
      assertThat(text(edit("{\"a\":1,\"b\":2}").remove(0).put("a", json("3"))))
          .isEqualTo("{\"b\":2,\"a\":3}");
    }

    @Test
    void goesByTheNamesOfNow() {
      assertThat(text(edit("{\"a\":1}").rename(0, "b").put("b", json("2")))).isEqualTo("{\"b\":2}");
      assertThat(text(edit("{\"a\":1}").rename(0, "b").put("a", json("2"))))
          .isEqualTo("{\"b\":1,\"a\":2}");
    }
  }

  @Nested
  class Removing {
    @Test
    void winsOverOtherChangesBeforeAndAfter() {
      JsonEdit edit = edit("{\"a\":1,\"b\":2}");
      assertThat(edit.removed(0)).isFalse();
      edit.rename(0, "x").remove(0).rename(0, "y").replace(0, json("3"));
      assertThat(edit.removed(0)).isTrue();
      assertThat(edit.changed()).isTrue();
      assertThat(text(edit)).isEqualTo("{\"b\":2}");
    }
  }

  @Nested
  class Quoting {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "plain",
          "é中😀",
          "\"",
          "\\",
          "/",
          "a\nb\tc",
          "\u0000\u001f\u007f",
          "</script>",
          "\u2028"
        })
    void isReadBackByTheMapper(String text) {
      byte[] quoted = JsonEdit.quoted(text);
      assertThat(Json.MAPPER.readValue(quoted, String.class)).isEqualTo(text);
      JsonObjectIndex index =
          JsonObjectIndex.of(
              new Bytes(9).append("{\"a\":").append(quoted).append("}").toByteArray());
      assertThat(index.text(0)).isEqualTo(text);
    }

    @Test
    void escapesHalfASurrogatePair() {
      String high = "😀".substring(0, 1);
      String low = "😀".substring(1);
      for (String text : List.of(high, low, low + high, "a" + high + "b", "\n" + low, high + "é")) {
        assertThat(Json.MAPPER.readValue(JsonEdit.quoted(text), String.class)).isEqualTo(text);
      }
      assertThat(JsonEdit.quoted("😀")).isEqualTo("\"😀\"".getBytes(UTF_8));
    }
  }

  /** The same random changes on bytes and on a list of members that stands for a tree. */
  @Nested
  class RandomChanges {
    private record Member(int origin, String name, JsonNode value, boolean rewritten) {}

    @Test
    void giveWhatTheSameChangesOnATreeGive() {
      int changes = 0;
      for (int seed = 0; seed < 1000; seed++) {
        RandomJson random = new RandomJson(seed);
        byte[] bytes = (random.space() + random.object()).getBytes(UTF_8);
        JsonObjectIndex index = JsonObjectIndex.of(bytes);
        JsonEdit edit = new JsonEdit(index);
        List<Member> members = members(index);
        for (int left = random.below(8); left > 0; left--) {
          change(random, edit, members);
          changes++;
        }
        JsonObjectIndex result = JsonObjectIndex.of(edit.apply().toByteArray());
        assertSame(result, members);
        assertUntouchedBytes(index, result, members);
      }
      assertThat(changes).isGreaterThan(2000);
    }

    private static List<Member> members(JsonObjectIndex index) {
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < index.size(); i++) {
        members.add(new Member(i, index.name(i), index.tree(i), false));
      }
      return members;
    }

    private static void change(RandomJson random, JsonEdit edit, List<Member> members) {
      int at = members.isEmpty() ? -1 : random.below(members.size());
      boolean inDocument = at >= 0 && members.get(at).origin >= 0;
      String fresh = "new\n" + random.below(1_000_000);
      String value = random.value();
      JsonNode tree = Json.MAPPER.readTree(value);
      switch (random.below(6)) {
        case 0 -> {
          if (inDocument) {
            edit.replace(members.get(at).origin, json(value));
            members.set(at, new Member(members.get(at).origin, members.get(at).name, tree, true));
          }
        }
        case 1 -> {
          if (inDocument) {
            edit.rename(members.get(at).origin, fresh);
            members.set(at, new Member(members.get(at).origin, fresh, members.get(at).value, true));
          }
        }
        case 2 -> {
          if (inDocument) {
            edit.remove(members.get(at).origin);
            members.remove(at);
          }
        }
        case 3 -> {
          edit.add(fresh, json(value));
          members.add(new Member(-1, fresh, tree, true));
        }
        case 4 -> {
          if (at >= 0) {
            edit.put(members.get(at).name, json(value));
            members.set(at, new Member(members.get(at).origin, members.get(at).name, tree, true));
          }
        }
        default -> {
          edit.put("fixed", json(value));
          members.removeIf(member -> member.name.equals("fixed"));
          members.add(new Member(-1, "fixed", tree, true));
        }
      }
    }

    private static void assertSame(JsonObjectIndex result, List<Member> members) {
      ObjectNode expected = Json.MAPPER.createObjectNode();
      members.forEach(member -> expected.set(member.name, member.value));
      assertThat(result.tree()).isEqualTo(expected);
    }

    /** A member that nothing was done to is written as it was. */
    private static void assertUntouchedBytes(
        JsonObjectIndex before, JsonObjectIndex after, List<Member> members) {
      for (Member member : members) {
        int i = member.origin;
        if (!member.rewritten) {
          assertThat(member(after, after.find(member.name))).isEqualTo(member(before, i));
        }
      }
    }

    private static String member(JsonObjectIndex index, int i) {
      int from = index.nameStart(i) - 1;
      return new String(index.bytes(), from, index.valueEnd(i) - from, UTF_8);
    }
  }

  private static JsonEdit edit(String document) {
    return new JsonEdit(JsonObjectIndex.of(document.getBytes(UTF_8)));
  }

  private static byte[] json(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(JsonEdit edit) {
    return new String(edit.apply().toByteArray(), UTF_8);
  }
}
