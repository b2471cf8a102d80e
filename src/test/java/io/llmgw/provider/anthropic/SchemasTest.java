package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SchemasTest {
  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {'type':'object','properties':{}}",
        "{'type':'object'} | {'type':'object','properties':{}}",
        "{'properties':{'a':{}}} | {'type':'object','properties':{'a':{}}}",
        "{'anyOf':[{'properties':{'a':{},'b':{}},'required':['a','b']},"
            + "{'properties':{'a':{}},'required':['a']}]}"
            + " | {'type':'object','properties':{'a':{},'b':{}},'required':['a']}",
        "{'allOf':[{'properties':{'a':{}},'required':['a']},"
            + "{'properties':{'b':{}},'required':['b']}],'$defs':{'x':{}}}"
            + " | {'type':'object','properties':{'a':{},'b':{}},'required':['a','b'],"
            + "'$defs':{'x':{}}}"
      })
  void makesAnObjectOfTheArguments(String schema, String sent) {
    assertThat(Schemas.input(json(schema))).isEqualTo(json(sent));
  }

  /** Case 38: what is a property's name is no keyword. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'string'} | {'type':'string'}",
        "{'type':'object','properties':{'title':{'type':'string'},'pattern':{'type':'string'}}}"
            + " | {'type':'object','properties':{'title':{'type':'string'},"
            + "'pattern':{'type':'string'}},'additionalProperties':false}",
        "{'type':'object','additionalProperties':{'type':'string'}}"
            + " | {'type':'object','additionalProperties':false}",
        "{'type':['object','null']} | {'type':['object','null'],'additionalProperties':false}",
        "{'$schema':'x','type':'array','items':{'type':'number','maximum':9},'minItems':1,"
            + "'maxItems':3} | {'type':'array','items':{'type':'number',"
            + "'description':'maximum: 9'},'minItems':1,'description':'maxItems: 3'}",
        "{'oneOf':[{'$ref':'#/$defs/a'},{'type':'null'}],'$defs':{'a':{'enum':['x']}}}"
            + " | {'anyOf':[{'$ref':'#/$defs/a'},{'type':'null'}],'$defs':{'a':{'enum':['x']}}}",
        "{'type':'string','format':'email','description':'Mine.','minLength':2}"
            + " | {'type':'string','format':'email','description':'Mine.\\nminLength: 2'}"
      })
  void case38KeepsToTheLanguageOfHeldSchemas(String schema, String sent) {
    assertThat(Schemas.strict(json(schema))).isEqualTo(json(sent));
  }
}
