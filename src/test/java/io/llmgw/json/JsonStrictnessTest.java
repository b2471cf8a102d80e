package io.llmgw.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What is and what is not JSON (RFC 8259), as a table. */
class JsonStrictnessTest {
  @Nested
  class Documents {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{ }",
          " \t\r\n{} \t\r\n",
          "{\"\":0}",
          "{\"a\":1,\"A\":1}",
          "{\"a\":1,\"a \":1}",
          "{ \"a\" : 1 , \"b\" : 2 }",
          "{\"a\\u0000b\":1}",
          "{\"\u007f\":1}",
        })
    void accepts(String document) {
      assertThat(read(document).tree()).isEqualTo(Json.MAPPER.readTree(document));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "{",
          "}",
          "{{}}",
          "{}}",
          "{}{}",
          "{},",
          "{} x",
          "{}#",
          "{}/* no */",
          "/* no */{}",
          "[]",
          "[{}]",
          "null",
          "1",
          "\"a\"",
          "\uFEFF{}",
          "\u00a0{}",
          "\u000c{}",
          "{}\u0000",
          "\u0000{}",
          "{,}",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\" 1}",
          "{:1}",
          "{\"a\":1,}",
          "{\"a\":1,,\"b\":2}",
          "{,\"a\":1}",
          "{\"a\":1 \"b\":2}",
          "{\"a\":1;\"b\":2}",
          "{\"a\":1]",
          "{\"a\":1",
          "{\"a\":1,",
          "{\"a\":",
          "{\"a\"",
          "{\"a",
          "{\"",
          "{a:1}",
          "{'a':1}",
          "{1:1}",
          "{null:1}",
          "{\"a\"::1}",
          "{\"a\":1:2}",
          "{\"a\":1 2}",
          "{\"a\"=1}",
          "{\"a\":1}//",
          "{\"a\"\u000b:1}",
          "{\"a\nb\":1}",
          "{\"a\\x\":1}",
        })
    void rejects(String document) {
      assertRejected(document.getBytes(UTF_8));
    }

    @Test
    void rejectsOtherEncodings() {
      assertRejected("{}".getBytes(UTF_16BE));
      assertRejected("{}".getBytes(UTF_16LE));
      assertRejected("{}".getBytes(UTF_16));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"model\":1,\"model\":1}",
          "{\"\":1,\"\":2}",
          "{\"model\":1,\"x\":2,\"mod\\u0065l\":3}",
          "{\"mod\\u0065l\":1,\"model\":3}",
          "{\"mod\\u0065l\":1,\"\\u006dodel\":3}",
          "{\"a/b\":1,\"a\\/b\":3}",
          "{\"é\":1,\"\\u00e9\":3}",
          "{\"\\u00E9\":1,\"\\u00e9\":3}",
          "{\"😀\":1,\"\\ud83d\\ude00\":3}",
          "{\"\\n\":1,\"\\u000a\":3}",
        })
    void rejectsANameThatOccursTwiceHoweverWritten(String document) {
      assertThatThrownBy(() -> read(document))
          .isInstanceOf(JsonSyntaxException.class)
          .hasMessageContaining("occurs twice");
    }

    @Test
    void namesTheMemberThatOccursTwiceButNotAllOfAHugeOne() {
      assertThatThrownBy(() -> read("{\"model\":1,\"model\":2}"))
          .hasMessage("member 'model' occurs twice at byte 12");
      String huge = "\"" + "n".repeat(100_000) + "\":1";
      assertThatThrownBy(() -> read("{" + huge + "," + huge + "}"))
          .hasMessageMatching("member 'n{64}…' occurs twice at byte 100007");
    }

    @Test
    void leavesNamesOfInnerObjectsToTheTree() {
      JsonObjectIndex index = read("  {\"a\":{\"b\":1,\"b\":2}}");
      assertThatThrownBy(() -> index.tree(0))
          .isInstanceOf(JsonSyntaxException.class)
          .hasMessageContaining("'b'".replace('\'', '"'))
          .satisfies(e -> assertThat(((JsonSyntaxException) e).offset()).isEqualTo(7));
      assertThatThrownBy(index::tree).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void boundsTheNumberOfMembers() {
      assertThat(read(members(512)).size()).isEqualTo(512);
      assertThatThrownBy(() -> read(members(513))).hasMessageContaining("more than 512 members");
    }

    private static String members(int count) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        members.add("\"m" + i + "\":" + i);
      }
      return "{" + String.join(",", members) + "}";
    }

    @Test
    void saysWhereTheFaultIs() {
      byte[] bytes = "xx{\"a\":01}yy".getBytes(UTF_8);
      assertThatThrownBy(() -> new JsonObjectIndex().read(bytes, 2, 8))
          .isInstanceOf(JsonSyntaxException.class)
          .hasMessage("expected '}' at byte 6")
          .satisfies(e -> assertThat(((JsonSyntaxException) e).offset()).isEqualTo(6));
    }
  }

  @Nested
  class Values {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "0",
          "-0",
          "10",
          "-1",
          "0.0",
          "-0.10",
          "1e1",
          "1E1",
          "1e+1",
          "1e-1",
          "0e0",
          "0.5e007",
          "123456789012345678901234567890",
          "true",
          "false",
          "null",
          "\"\"",
          "\"/\"",
          "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
          "\"\\u0000\\uABCD\\uabcd\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\u007f\u2028\uFEFF\uFFFF\"",
          "\"// no comment\"",
          "[]",
          "[ ]",
          "[[],{}]",
          "[1,2 , 3]",
          "{}",
          "{\"a\":{\"b\":[{}]}}",
        })
    void accepts(String value) {
      JsonObjectIndex index = read("{\"a\":" + value + "}");
      assertThat(index.tree(0)).isEqualTo(Json.MAPPER.readTree(value));
      JsonObjectIndex nested = read("{\"a\":[" + value + ",{\"b\": " + value + " }]}");
      assertThat(nested.tree(0).get(0)).isEqualTo(Json.MAPPER.readTree(value));
      assertThat(nested.tree(0).get(1).get("b")).isEqualTo(Json.MAPPER.readTree(value));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "01",
          "-01",
          "00",
          "-",
          "--1",
          "+1",
          "1.",
          "-1.",
          ".5",
          "-.5",
          "1.e1",
          "1e",
          "1e+",
          "1e-",
          "1E",
          "1e1.5",
          "1ee1",
          "1.2.3",
          "1a",
          "0x1",
          "1_000",
          "- 1",
          "1 e1",
          "１",
          "NaN",
          "Infinity",
          "-Infinity",
          "tru",
          "truee",
          "True",
          "TRUE",
          "nul",
          "nulll",
          "fals",
          "undefined",
          "a",
          "'a'",
          "\"",
          "\"a",
          "\"\\\"",
          "\"\\",
          "\"\\a\"",
          "\"\\x41\"",
          "\"\\'\"",
          "\"\\0\"",
          "\"\\U0041\"",
          "\"\\u\"",
          "\"\\u1\"",
          "\"\\u12\"",
          "\"\\u123\"",
          "\"\\u123g\"",
          "\"\\u 123\"",
          "\"\\u+123\"",
          "\"\\u１２３４\"",
          "\"\\é\"",
          "\"a\nb\"",
          "\"a\tb\"",
          "\"\u0000\"",
          "\"\u001f\"",
          "[",
          "]",
          "[1",
          "[1,",
          "[1,]",
          "[,1]",
          "[1,,2]",
          "[1 2]",
          "[1:2]",
          "[1}",
          "[[1]",
          "[1]]",
          "{",
          "{]",
          "{\"b\"}",
          "{\"b\":}",
          "{\"b\":1,}",
          "{b:1}",
          "{\"b\":1]",
          "{[]:1}",
          "//",
          "/**/1",
          "1/**/",
          "\u000b1",
          "\u00a01",
          "<a>",
          "",
          " ",
        })
    void rejects(String value) {
      assertRejected(("{\"a\":" + value + "}").getBytes(UTF_8));
      assertRejected(("{\"a\":[" + value + ",1]}").getBytes(UTF_8));
      assertRejected(("{\"a\":{\"b\":" + value + "}}").getBytes(UTF_8));
      assertRejected(("{\"a\":" + value).getBytes(UTF_8));
    }

    @Test
    void boundsTheDepthWhereTheMapperDoes() {
      for (String[] brackets : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
        String deepest = "{\"a\":" + nested(brackets, Json.MAX_DEPTH - 1) + "}";
        assertThat(read(deepest).tree()).isEqualTo(Json.MAPPER.readTree(deepest));

        String tooDeep = "{\"a\":" + nested(brackets, Json.MAX_DEPTH) + "}";
        assertThatThrownBy(() -> read(tooDeep)).hasMessageContaining("nested deeper than 200");
        assertThatThrownBy(() -> Json.MAPPER.readTree(tooDeep))
            .isInstanceOf(JacksonException.class);
      }
    }

    @Test
    void countsTheDepthNotTheBrackets() {
      String wide = "{\"a\":[" + "[[]],{\"b\":{}},".repeat(1000) + "0]}";
      assertThat(read(wide).tree(0).size()).isEqualTo(2001);
    }

    @Test
    void survivesAHundredThousandOpenBrackets() {
      assertRejected(("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8));
      assertRejected("{\"a\":".repeat(100_000).getBytes(UTF_8));
    }

    private static String nested(String[] brackets, int depth) {
      String inside = brackets[0].equals("[") ? "" : "0";
      return brackets[0].repeat(depth) + inside + brackets[1].repeat(depth);
    }

    @Test
    void reportsWhatOnlyShowsInATree() {
      List<String> values =
          List.of("1".repeat(1001), "1e99999999999", "{\"b\":1,\"\\u0062\":1}", "{\"\\ud800\":1}");
      for (String value : values) {
        JsonObjectIndex index = read("{\"a\":" + value + "}");
        assertThatThrownBy(() -> index.tree(0))
            .as(value)
            .isInstanceOf(JsonSyntaxException.class)
            .hasMessageEndingWith("in the value at byte 5");
        assertThatThrownBy(index::tree).isInstanceOf(JsonSyntaxException.class);
      }

      JsonObjectIndex brokenText =
          JsonObjectIndex.of("{\"a\":\"x\u00ff\",\"b\":\"\\n\u00ff\"}".getBytes(ISO_8859_1));
      assertThatThrownBy(() -> brokenText.tree(0)).isInstanceOf(JsonSyntaxException.class);
      assertThat(brokenText.text(0)).isEqualTo("x\uFFFD");
      assertThat(brokenText.text(1)).isEqualTo("\n\uFFFD");
    }
  }

  private static JsonObjectIndex read(String document) {
    return JsonObjectIndex.of(document.getBytes(UTF_8));
  }

  private static void assertRejected(byte[] document) {
    assertThatThrownBy(() -> JsonObjectIndex.of(document))
        .as(new String(document, UTF_8))
        .isInstanceOf(JsonSyntaxException.class);
  }
}
