package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTraitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "o1",
        "o1-preview",
        "o3-mini",
        "o4-mini-2025-04-16",
        "openai/o3",
        "us.openai.o3",
        "ft:o4-mini:acme",
        "gpt-5",
        "GPT-5-mini",
        "openai/gpt-5-nano",
        "ft:gpt-5-mini:acme",
        "gpt5",
        "gpt-5-pro",
        "gpt-5.1-chat-latest",
        "gpt-6"
      })
  void knowsReasoningModels(String name) {
    assertThat(ModelTraits.of(name).reasoning()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-4o",
        "gpt-4o-mini",
        "gpt-4.1",
        "gpt-41",
        "gpt-3.5-turbo",
        "gpt-35-turbo",
        "gpt-5-chat-latest",
        "gpt-oss-120b",
        "my-o1",
        "llama-3.1-8b-instruct",
        "o",
        "olmo-2",
        "mistral-large-latest",
        "gpt-4-1106-preview",
        "prod"
      })
  void knowsOthers(String name) {
    assertThat(ModelTraits.of(name).reasoning()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5,false",
    "gpt-5-mini,false",
    "o3,false",
    "gpt-5.1,true",
    "gpt-5.2-mini,true",
    "gpt-6,true"
  })
  void knowsWhichTakeSamplingAtRest(String name, boolean atRest) {
    assertThat(ModelTraits.of(name).samplingAtRest()).isEqualTo(atRest);
  }

  @ParameterizedTest
  @CsvSource({
    "temperature,1,true",
    "temperature,1.0,true",
    "temperature,0.7,false",
    "top_p,1,true",
    "presence_penalty,0,true",
    "presence_penalty,0.1,false",
    "n,1,true",
    "n,2,false",
    "logprobs,false,true",
    "logprobs,true,false",
    "stop,null,true",
    "user,'\"me\"',false",
    "logit_bias,{},false"
  })
  void knowsWhatIsTheDefault(String parameter, String json, boolean isDefault) {
    assertThat(ModelTraits.isDefault(parameter, Json.MAPPER.readTree(json))).isEqualTo(isDefault);
  }
}
