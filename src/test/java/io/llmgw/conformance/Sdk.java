package io.llmgw.conformance;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import java.util.Map;

/** OpenAI's SDK for Java, set up for a gateway, and requests that several tests make. */
final class Sdk {
  /** What the clients have for a key. */
  static final String KEY = "sk-gateway-0123456789";

  private Sdk() {}

  /** A client that never repeats a request by itself. */
  static OpenAIClient client(RunningGateway gateway) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(gateway.url() + "/v1")
        .apiKey(KEY)
        .maxRetries(0)
        .build();
  }

  /** A client that takes the gateway for an Azure OpenAI resource. */
  static OpenAIClient azure(RunningGateway gateway, AzureUrlPathMode paths) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(gateway.url() + (paths == AzureUrlPathMode.UNIFIED ? "/openai/v1" : ""))
        .credential(AzureApiKeyCredential.create(KEY))
        .azureServiceVersion(AzureOpenAIServiceVersion.getV2024_10_21())
        .azureUrlPathMode(paths)
        .maxRetries(0)
        .build();
  }

  /** A request for one answer to one message. */
  static ChatCompletionCreateParams.Builder ask(String model, String message) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(message);
  }

  /** A function that takes one text. */
  static FunctionDefinition function(String name, String parameter) {
    return FunctionDefinition.builder()
        .name(name)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of(parameter, Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of(parameter)))
                .build())
        .build();
  }

  /** Reads a stream to its end; what the SDK makes of all its chunks. */
  static ChatCompletion streamed(OpenAIClient client, ChatCompletionCreateParams params) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(params)) {
      response.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  /** The text of the only choice. */
  static String text(ChatCompletion answer) {
    return answer.choices().getFirst().message().content().orElseThrow();
  }
}
