package io.llmgw.provider.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Operation;
import io.llmgw.provider.UpstreamModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureProvidersTest {
  private static final String ASK =
      "{\"model\":\"our-gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String ANSWER =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06",
       "choices":[{"index":0,"finish_reason":"stop","logprobs":null,
         "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},
         "message":{"role":"assistant","content":"Hello","refusal":null}}],
       "prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}],
       "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}\
      """;
  private static final String CLASSIC =
      "/openai/deployments/prod-chat/chat/completions?api-version=2024-10-21";

  private final TestingAzure azure = new TestingAzure();

  @AfterEach
  void stop() {
    azure.close();
  }

  private String ask(TestingDeployment deployment) {
    try (Answer answer = TestingAzure.send(azure.provider(deployment), ASK, false)) {
      return new String(((Answer.Whole) answer).body().toByteArray(), StandardCharsets.UTF_8);
    }
  }

  private void answering() {
    azure.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
  }

  private void verify(RequestPatternBuilder request) {
    azure.server.verify(1, request);
  }

  @Nested
  class Sends {
    @Test
    void theKeyToTheDeploymentsAddress() {
      answering();
      String answer = ask(azure.deployment().version("2024-10-21").key("key-0123456789"));

      verify(
          postRequestedFor(urlEqualTo(CLASSIC))
              .withHeader("api-key", equalTo("key-0123456789"))
              .withHeader("Authorization", absent()));
      assertThat(answer)
          .contains("\"model\":\"our-gpt\"")
          .contains("content_filter_results")
          .contains("Hello");
    }

    @Test
    void theDeploymentsNameInTheBodyToTheUndatedSurface() {
      answering();
      ask(azure.deployment().key("key-0123456789"));
      verify(
          postRequestedFor(urlEqualTo("/openai/v1/chat/completions"))
              .withRequestBody(equalToJson(ASK.replace("our-gpt", "prod-chat"), true, true)));
    }

    @Test
    void whatTheAddressNamesAndKeepsWhatTheModelIs() {
      answering();
      TestingDeployment deployment =
          TestingDeployment.at(azure.url() + "/openai/deployments/blue/chat/completions")
              .model("o3")
              .key("key-0123456789");
      String ask = ASK.replace("\"messages\"", "\"max_tokens\":5,\"messages\"");
      TestingAzure.send(azure.provider(deployment), ask, false).close();
      verify(
          postRequestedFor(
                  urlEqualTo("/openai/deployments/blue/chat/completions?api-version=2024-10-21"))
              .withRequestBody(
                  equalToJson("{\"model\":\"blue\",\"max_completion_tokens\":5}", true, true)));
    }

    @Test
    void aTokenAsBearer() {
      answering();
      ask(azure.deployment().token("Bearer tok-1 \n"));
      verify(
          postRequestedFor(anyUrl())
              .withHeader("Authorization", equalTo("Bearer tok-1"))
              .withHeader("api-key", absent()));
    }

    @Test
    void onlyTheConfiguredHeadersWhenTheyAreTheCredentials() {
      answering();
      ask(azure.deployment().headers(Map.of("Ocp-Apim-Subscription-Key", "sub-1", "X-Team", "a")));
      verify(
          postRequestedFor(anyUrl())
              .withHeader("Ocp-Apim-Subscription-Key", equalTo("sub-1"))
              .withHeader("X-Team", equalTo("a"))
              .withHeader("Authorization", absent())
              .withHeader("api-key", absent()));
    }

    @Test
    void embeddingsAndTheListOfModels() {
      azure.server.stubFor(
          post(anyUrl())
              .willReturn(
                  okJson("{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5]}]}")));
      azure.server.stubFor(
          get(anyUrl())
              .willReturn(okJson("{\"data\":[{\"id\":\"gpt-4o\",\"object\":\"model\"}]}")));
      var provider = azure.provider(azure.deployment().version("2024-10-21").key("k-0123456789"));
      TestingAzure.send(
              provider, Operation.EMBEDDING, "{\"model\":\"our-gpt\",\"input\":\"x\"}", false)
          .close();
      assertThat(provider.models(TestingAzure.call()))
          .containsExactly(new UpstreamModel("gpt-4o", null));
      verify(
          postRequestedFor(
              urlEqualTo("/openai/deployments/prod-chat/embeddings?api-version=2024-10-21")));
      verify(
          getRequestedFor(urlEqualTo("/openai/models?api-version=2024-10-21"))
              .withHeader("api-key", equalTo("k-0123456789")));
    }
  }

  @Nested
  class Refuses {
    @ParameterizedTest
    @ValueSource(strings = {"abc def", "abc\ndef", "k\u00e9y", "\"\""})
    void aKeyThatIsNone(String key) {
      assertThatThrownBy(() -> azure.provider(azure.deployment().key(key)))
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("The api_key of 'our-gpt' has")
          .hasMessageContaining("llmgw.yaml:7")
          .hasMessageNotContaining(key);
    }

    @Test
    void headersThatHttpDoesNotAllowWithoutPrintingThem() {
      assertThatThrownBy(() ->
              azure.provider(
                  azure.deployment().key("k").headers(Map.of("X-Secret", "s3cr\u00e9t"))))
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("extra_headers")
          .hasMessageContaining("X-Secret")
          .hasMessageNotContaining("s3cr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/x?k=s3cr3t", "http://a..b.example/?k=s3cr3t"})
    void addressesThatOnlyLookLikeSome(String base) {
      assertThatThrownBy(() -> azure.provider(TestingDeployment.at(base).key("k-0123456789")))
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("is not a usable URL: http://")
          .hasMessageContaining("(llmgw.yaml:7)")
          .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aClientSecretAlone() {
      assertThatThrownBy(
              () -> azure.provider(azure.deployment().application("", "", "s3cr3t-value")))
          .hasMessage("The client_secret of 'our-gpt' needs a tenant_id beside it (llmgw.yaml:7).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "../x", "a b", "a?b"})
    void aTenantThatWouldChangeTheAddress(String tenant) {
      assertThatThrownBy(() -> azure.provider(azure.deployment().application(tenant, "c", "s")))
          .hasMessageContaining("tenant_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://x.azure.com/.default & calc", "cognitiveservices", "a:\"b"})
    void aScopeThatIsNone(String scope) {
      assertThatThrownBy(
              () -> azure.provider(azure.deployment().application("t", "c", "s").scope(scope)))
          .hasMessageContaining("azure_scope");
    }

    @Test
    void aSignInThatIsNotEncrypted() {
      azure.environment.put("AZURE_AUTHORITY_HOST", "http://login.example.com");
      assertThatThrownBy(() -> azure.provider(azure.deployment().application("t", "c", "s")))
          .hasMessageContaining("https address in AZURE_AUTHORITY_HOST");
    }

    @Test
    void aReferenceToATokenElsewhere() {
      assertThatThrownBy(() -> azure.provider(azure.deployment().token("oidc/github/x")))
          .hasMessageContaining("oidc/");
    }
  }

  @Nested
  class ReadsErrors {
    static Stream<Arguments> answers() {
      return Stream.of(
          arguments(
              400,
              """
              {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
               "type":null,"param":"prompt","code":"content_filter","status":400,
               "innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":
                 {"violence":{"filtered":true,"severity":"high"}}}}}\
              """,
              ErrorKind.CONTENT_FILTER,
              "The response was filtered due to the prompt triggering"),
          arguments(
              400,
              """
              {"error":{"message":"Blocked by policy.","code":"400",
               "innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_results":{}}}}\
              """,
              ErrorKind.CONTENT_FILTER,
              "Blocked by policy."),
          arguments(
              400,
              "{\"error\":{\"code\":\"contentFilter\",\"message\":\"Image blocked.\"}}",
              ErrorKind.CONTENT_FILTER,
              "Image blocked."),
          arguments(
              401,
              """
              {"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}\
              """,
              ErrorKind.AUTHENTICATION,
              "Access denied due to invalid subscription key"),
          arguments(
              401,
              """
              {"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect, or have expired."}\
              """,
              ErrorKind.AUTHENTICATION,
              "Access token is missing"),
          arguments(
              403,
              """
              {"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}}\
              """,
              ErrorKind.PERMISSION,
              "Key based authentication is disabled"),
          arguments(
              404,
              """
              {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}\
              """,
              ErrorKind.NOT_FOUND,
              "deployment for this resource does not exist"),
          arguments(
              404,
              "{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}",
              ErrorKind.NOT_FOUND,
              "Resource not found"),
          arguments(
              429,
              """
              {"error":{"code":"429","message":"Requests have exceeded token rate limit. Please retry after 7 seconds."}}\
              """,
              ErrorKind.RATE_LIMIT,
              "exceeded token rate limit"),
          arguments(500, "", ErrorKind.UPSTREAM, "answered with status 500 and no message"),
          arguments(
              404,
              "<html><body>Not here</body></html>",
              ErrorKind.NOT_FOUND,
              "a web page instead of an API's answer"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void inAllTheirShapes(int status, String body, ErrorKind kind, String words) {
      azure.server.stubFor(
          post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
      assertThatThrownBy(() -> ask(azure.deployment().key("key-0123456789")))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> {
                assertThat(error.kind()).isEqualTo(kind);
                assertThat(error.status()).isEqualTo(status);
              })
          .hasMessageContaining(words)
          .hasMessageNotContaining("key-0123456789");
    }
  }
}
