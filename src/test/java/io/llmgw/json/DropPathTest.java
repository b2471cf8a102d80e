package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DropPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.a | {'a':1,'b':2} | {'b':2}",
        "x.a.b | {'a':{'b':1,'c':2}} | {'a':{'c':2}}",
        "x.a.b | {'a':1} | {'a':1}",
        "x.z | {'a':1} | {'a':1}",
        "x[0] | [1,2] | [2]",
        "x[1].a | [{'a':1},{'a':2,'b':3}] | [{'a':1},{'b':3}]",
        "x[*].a | [{'a':1},{'a':2,'b':3},4] | [{},{'b':3},4]",
        "x[*] | [1,2] | []",
        "x[*].f.p | [{'f':{'p':1,'q':2}}] | [{'f':{'q':2}}]",
        "x[*][0] | [[1,2],[3]] | [[2],[]]",
        "x[7] | [1] | [1]",
        "x[*].a | {'a':1} | {'a':1}",
        "x.a | [1] | [1]",
        "x[ | [1] | [1]",
        "x[*]a | [{'a':1}] | [{'a':1}]",
        "x. | {'a':1} | {'a':1}",
      })
  void removesWhatThePathNames(String path, String before, String after) {
    JsonNode node = Json.MAPPER.readTree(before.replace('\'', '"'));

    JsonNode left = DropPath.without(node, path, DropPath.firstStep(path));

    assertThat(left).isEqualTo(Json.MAPPER.readTree(after.replace('\'', '"')));
  }
}
