package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Azure OpenAI on both sides: as the SDK speaks to it, and as an upstream with its oddities. */
class AzureSdkTest {
  private static final String AZURE_KEY = "azure-key-0123456789abcdef";

  /** What Azure says first: what it thinks of the prompt, with no choice at all. */
  private static final String PROMPT_FILTER =
      """
      data: {"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":\
      [{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}

      """;

  /** What an asynchronous filter says at some time: where it is, without a delta. */
  private static final String FILTER_PROGRESS =
      """
      data: {"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,\
      "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},\
      "content_filter_offsets":{"check_offset":0,"start_offset":0,"end_offset":2}}]}

      """;

  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;
  OpenAIClient client;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder,
            """
            model_list:
              - model_name: prod
                litellm_params:
                  {model: azure/gpt-4o-prod, api_base: %1$s, api_key: %2$s, api_version: 2024-10-21}
                model_info: {base_model: gpt-4o}
              - model_name: vectors
                litellm_params:
                  {model: azure/embed-prod, api_base: %1$s, api_key: %2$s, api_version: 2024-10-21}
                model_info: {mode: embedding}
            router_settings: {num_retries: 0}
            general_settings: {master_key: %3$s}
            """
                .formatted(upstream.url(), AZURE_KEY, Sdk.KEY));
    client = Sdk.azure(gateway, AzureUrlPathMode.LEGACY);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    upstream.close();
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = Mode.EXCLUDE)
  void answersWholeInBothFormsOfPaths(AzureUrlPathMode paths) {
    upstream.then(Reply.json(ChatAnswers.whole("Hello from Azure.")));

    client = Sdk.azure(gateway, paths);
    ChatCompletion answer =
        client.chat().completions().create(Sdk.ask("prod", "Hello").temperature(0.2).build());

    assertThat(Sdk.text(answer.validate())).isEqualTo("Hello from Azure.");
    Received request = upstream.request();
    assertThat(request.target())
        .isEqualTo("/openai/deployments/gpt-4o-prod/chat/completions?api-version=2024-10-21");
    assertThat(request.header("api-key")).contains(AZURE_KEY);
    assertThat(request.header("authorization")).isEmpty();
    assertThat(request.headers().toString()).doesNotContain(Sdk.KEY);
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = Mode.EXCLUDE)
  void streamsWithoutAzuresOddities(AzureUrlPathMode paths) {
    upstream.then(
        Reply.sse(
            PROMPT_FILTER
                + ChatAnswers.chunk("{\"role\":\"assistant\",\"content\":\"\"}", null)
                + ChatAnswers.piece("Hel")
                + FILTER_PROGRESS
                + ChatAnswers.piece("lo")
                + ChatAnswers.end()));

    client = Sdk.azure(gateway, paths);
    ChatCompletion answer = Sdk.streamed(client, Sdk.ask("prod", "Hello").build());

    assertThat(Sdk.text(answer.validate())).isEqualTo("Hello");
    assertThat(answer.model()).isEqualTo("prod");
    assertThat(answer.id()).isEqualTo("chatcmpl-1");
  }

  @Nested
  class Deployments {
    @Test
    void embed() {
      upstream.then(
          Reply.json(
              """
              {"object":"list","model":"text-embedding-3-small","data":[\
              {"object":"embedding","index":0,"embedding":"AAAAPwAAgL4="}],\
              "usage":{"prompt_tokens":1,"total_tokens":1}}\
              """));

      var answer =
          client
              .embeddings()
              .create(EmbeddingCreateParams.builder().model("vectors").input("text").build());

      assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -0.25f);
      assertThat(upstream.request().target())
          .isEqualTo("/openai/deployments/embed-prod/embeddings?api-version=2024-10-21");
    }

    @Test
    void thatDoNotExistAreNotFound() {
      assertThatThrownBy(() -> client.chat().completions().create(Sdk.ask("none", "Hi").build()))
          .isInstanceOf(NotFoundException.class);
    }

    @Test
    void tellWhatTheContentFilterRefused() {
      upstream.then(
          Reply.json(
              400,
              """
              {"error":{"message":"The response was filtered.","type":null,"param":"prompt",\
              "code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",\
              "content_filter_result":{"violence":{"filtered":true,"severity":"medium"}}}}}\
              """));

      assertThatThrownBy(() -> client.chat().completions().create(Sdk.ask("prod", "Hi").build()))
          .isInstanceOfSatisfying(
              BadRequestException.class,
              failure -> assertThat(failure.code()).contains("content_filter"))
          .hasMessageContaining("violence");
    }

    @Test
    void needTheGatewaysKey() {
      OpenAIClient stranger =
          client.withOptions(
              options -> options.credential(AzureApiKeyCredential.create("wrong-key-000")));

      assertThatThrownBy(() -> stranger.chat().completions().create(Sdk.ask("prod", "Hi").build()))
          .isInstanceOf(UnauthorizedException.class);
      assertThat(upstream.requests()).isEmpty();
    }
  }
}
