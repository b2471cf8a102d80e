package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaTest {
  @TempDir private Path folder;

  private JsonNode read(String text) {
    return SchemaText.read(text, new Attachments(folder, folder, InputStream.nullInputStream()));
  }

  @Test
  void readsTheShortForm() {
    assertThat(read("name, age int, tags [str]: what about").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                + "\"age\":{\"type\":\"integer\"},\"tags\":{\"type\":\"array\","
                + "\"items\":{\"type\":\"string\"},\"description\":\"what about\"}},"
                + "\"required\":[\"name\",\"age\",\"tags\"],\"additionalProperties\":false}");
  }

  @Test
  void readsAFile() throws Exception {
    Files.writeString(folder.resolve("s.json"), "{\"type\":\"array\"}");

    assertThat(read("s.json").path("type").asString()).isEqualTo("array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{]", "gone.json", "name strange", "a b c", " , "})
  void refusesWhatIsNoSchema(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ChatException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"name\":\"a\",\"age\":1} | ",
        "{\"name\":\"a\"} | $.age is missing",
        "{\"name\":1,\"age\":1} | $.name is no string",
        "{\"name\":\"a\",\"age\":1.5} | $.age is no integer",
        "{\"name\":\"a\",\"age\":1,\"x\":1} | $.x is not allowed",
        "[] | $ is no object",
      })
  void saysWhereAnAnswerDiffers(String answer, String problem) {
    var problems = SchemaCheck.problems(read("name, age int"), answer);

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).containsExactly(problem);
    }
  }

  @Test
  void saysThatTextIsNoJson() {
    assertThat(SchemaCheck.problems(read("name"), "Sure! {"))
        .first()
        .asString()
        .contains("no JSON");
    assertThat(SchemaCheck.problems(read("name"), " ")).containsExactly("it is empty");
  }

  @Test
  void knowsChoicesAndLists() {
    JsonNode schema = read("{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\"]}}");

    assertThat(SchemaCheck.problems(schema, "[\"a\",\"c\"]"))
        .containsExactly("$[1] is none of [\"a\",\"b\"]");
  }
}
