package io.llmgw.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Cases 38 and 69: what every gateway's users file. */
class SchemaCleanerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object','additionalProperties':false,'$schema':'x','properties':{'a':{'type':'string','x-b':1}}}"
            + " | {'type':'object','properties':{'a':{'type':'string'}}}",
        "{'type':'object','properties':{'title':{'type':'string'},'default':{'type':'integer'},'$ref':{'type':'string'}}}"
            + " | {'type':'object','properties':{'title':{'type':'string'},'default':{'type':'integer'},'$ref':{'type':'string'}}}",
        "{'type':['string','null'],'description':'d'} | {'type':'string','description':'d','nullable':true}",
        "{'anyOf':[{'type':'integer'},{'type':'null'}],'default':5} | {'type':'integer','nullable':true,'default':5}",
        "{'type':['string','integer']} | {'anyOf':[{'type':'string'},{'type':'integer'}]}",
        "{'oneOf':[{'type':'string'},{'type':'integer'}]} | {'anyOf':[{'type':'string'},{'type':'integer'}]}",
        "{'const':'now'} | {'type':'string','format':'enum','enum':['now']}",
        "{'type':'integer','enum':[1,2]} | {'type':'integer','minimum':1,'maximum':2,'description':'One of 1, 2.'}",
        "{'type':'string','enum':['','a']} | {'type':'string','format':'enum','enum':['a']}",
        "{'type':'string','format':'uri','minLength':1} | {'type':'string','minLength':1}",
        "{'type':'array'} | {'type':'array','items':{'type':'string'}}",
        "{'type':'object','required':['a','b'],'properties':{'a':{'type':'string'}}}"
            + " | {'type':'object','required':['a'],'properties':{'a':{'type':'string'}}}",
        "{'$defs':{'n':{'type':'integer'}},'type':'object','properties':{'a':{'$ref':'#/$defs/n'}}}"
            + " | {'type':'object','properties':{'a':{'type':'integer'}}}",
        "{'$defs':{'t':{'type':'object','properties':{'next':{'$ref':'#/$defs/t'}}}},'$ref':'#/$defs/t'}"
            + " | {'type':'object','properties':{'next':{'type':'object'}}}",
        "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}}},{'properties':{'b':{'type':'string'}}}]}"
            + " | {'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}",
        "{'type':'object','properties':{'any':true}} | {'type':'object','properties':{'any':{'type':'string'}}}",
        "{'type':'integer','exclusiveMinimum':0} | {'type':'integer','minimum':1}",
      })
  void bringsSchemasIntoGeminisWords(String schema, String cleaned) {
    JsonNode wanted = Json.MAPPER.readTree(cleaned.replace('\'', '"'));

    JsonNode got = SchemaCleaner.clean(Json.MAPPER.readTree(schema.replace('\'', '"'))).schema();

    assertThat(Json.MAPPER.readTree(got.toString())).isEqualTo(wanted);
  }
}
