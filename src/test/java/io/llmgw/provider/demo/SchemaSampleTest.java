package io.llmgw.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaSampleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"type\":\"string\"} | \"demo\"",
        "{\"type\":\"string\",\"minLength\":6} | \"demoxx\"",
        "{\"type\":\"string\",\"maxLength\":2} | \"de\"",
        "{\"type\":\"string\",\"format\":\"date\"} | \"2025-01-31\"",
        "{\"type\":\"integer\"} | 1",
        "{\"type\":\"integer\",\"minimum\":1.5} | 2",
        "{\"type\":\"integer\",\"exclusiveMinimum\":4} | 5",
        "{\"type\":\"integer\",\"maximum\":-3} | -3",
        "{\"type\":\"integer\",\"exclusiveMaximum\":0} | -1",
        "{\"type\":\"integer\",\"minimum\":7,\"multipleOf\":5} | 10",
        "{\"type\":\"integer\",\"maximum\":0.5} | 0",
        "{\"type\":\"number\",\"maximum\":0.5} | 0.5",
        "{\"type\":\"number\",\"exclusiveMinimum\":0,\"maximum\":1} | 1",
        "{\"type\":\"integer\",\"minimum\":1e99999999} | 1",
        "{\"type\":\"boolean\"} | true",
        "{\"type\":\"null\"} | null",
        "{\"type\":[\"null\",\"integer\"]} | 1",
        "{\"enum\":[\"red\",\"green\"]} | \"red\"",
        "{\"const\":{\"a\":1}} | {\"a\":1}",
        "{\"type\":\"integer\",\"default\":42} | 42",
        "{\"examples\":[\"x\"]} | \"x\"",
        "{} | \"demo\"",
        "true | \"demo\"",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}} | []",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":2} | [1,1]",
        "{\"prefixItems\":[{\"type\":\"boolean\"},{\"const\":\"b\"}]} | [true,\"b\"]",
        "{\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"b\"]} | {\"b\":\"demo b\"}",
        "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]} | 1",
        "{\"oneOf\":[{\"$ref\":\"#/$defs/n\"}],\"$defs\":{\"n\":{\"const\":9}}} | 9",
        "{\"$ref\":\"#/$defs/a~1b\",\"$defs\":{\"a/b\":{\"const\":9}}} | 9",
        "{\"$ref\":\"other.json#/x\"} | \"demo\"",
        "{\"$ref\":\"#anchor\"} | \"demo\"",
      })
  void isTheLeastInstance(String schema, String instance) {
    assertThat(SchemaSample.least(Json.MAPPER.readTree(schema)).toString()).isEqualTo(instance);
  }

  @Test
  void joinsWhatAllOfDemands() {
    assertThat(
            least(
                """
                {"allOf":[{"$ref":"#/$defs/named"},
                          {"properties":{"age":{"type":"integer"}},"required":["age"]}],
                 "$defs":{"named":{"type":"object","properties":{"name":{"type":"string"}},
                                   "required":["name"]}}}
                """))
        .isEqualTo("{\"name\":\"demo name\",\"age\":1}");
  }

  @Test
  void fulfilsTheFirstAlternativeOfAnObject() {
    assertThat(
            least(
                """
                {"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}},
                 "anyOf":[{"required":["id"]},{"required":["name"]}]}
                """))
        .isEqualTo("{\"id\":1}");
  }

  @Test
  void showsOptionalMembersAndItemsWhereItMayBeFull() {
    JsonNode schema =
        Json.MAPPER.readTree(
            """
            {"type":"object","properties":{
              "tags":{"type":"array","items":{"type":"string"}},
              "none":{"type":"array","items":{"type":"string"},"maxItems":0}}}
            """);

    assertThat(SchemaSample.full(schema).toString())
        .isEqualTo("{\"tags\":[\"demo tags\"],\"none\":[]}");
  }

  @Test
  void endsARecursiveTreeWithAnEmptyList() {
    String schema =
        """
        {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["children"],
         "properties":{"children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}}}
        """;

    assertThat(least(schema)).isEqualTo("{\"children\":[]}");
    assertThat(SchemaSample.full(Json.MAPPER.readTree(schema)).toString())
        .isEqualTo("{\"children\":[{\"children\":[]}]}");
  }

  @ParameterizedTest
  @Timeout(5)
  @ValueSource(
      strings = {
        "{\"$ref\":\"#\"}",
        "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}",
        "{\"anyOf\":[{\"$ref\":\"#\"}]}",
        "{\"type\":\"object\",\"required\":[\"a\",\"b\",\"c\"],\"properties\":"
            + "{\"a\":{\"$ref\":\"#\"},\"b\":{\"$ref\":\"#\"},\"c\":{\"$ref\":\"#\"}}}",
        "{\"type\":\"array\",\"minItems\":2000000000,\"items\":{\"type\":\"string\"}}",
        "{\"type\":\"array\",\"minItems\":9,\"items\":{\"$ref\":\"#\"}}",
        "{\"type\":\"string\",\"minLength\":2000000000}",
        "{\"type\":\"number\",\"multipleOf\":0}",
        "{\"type\":\"frobnicate\",\"required\":7,\"properties\":[],\"enum\":{}}",
      })
  void staysSmallWhateverTheSchemaSays(String schema) {
    assertThat(least(schema)).hasSizeLessThan(20_000);
  }

  private static String least(String schema) {
    return SchemaSample.least(Json.MAPPER.readTree(schema)).toString();
  }
}
