package io.llmgw.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureEndpointTest {
  private static final String CLASSIC =
      "https://res.openai.azure.com/openai/deployments/prod-chat/chat/completions?api-version=2024-10-21";
  private static final String V1 = "https://res.openai.azure.com/openai/v1/chat/completions";

  private static String chat(TestingDeployment deployment) {
    AzureEndpoint endpoint = AzureEndpoint.of(deployment.config());
    String named = endpoint.named();
    return endpoint.url(Operation.CHAT, named == null ? deployment.model() : named);
  }

  @Nested
  class OfPastedAddresses {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://res.openai.azure.com",
          "https://res.openai.azure.com/",
          "https://res.openai.azure.com//",
          "https://res.openai.azure.com/openai",
          "https://res.openai.azure.com/openai/",
          "https://res.openai.azure.com//openai//",
          "https://res.openai.azure.com/openai/openai",
          "https://res.openai.azure.com/openai/models?api-version=2024-10-21",
          "https://RES.OpenAI.azure.com/OpenAI",
          "http://res.openai.azure.com",
          "https:/res.openai.azure.com",
          "https:////res.openai.azure.com",
          "res.openai.azure.com",
          "res.openai.azure.com/openai",
          "  https://res.openai.azure.com \r\n",
          "\"https://res.openai.azure.com/\"",
          "'https://res.openai.azure.com',",
          "<https://res.openai.azure.com>",
          "\u200bhttps://res.openai.azure.com\u00a0",
          "\ufeffhttps://res.openai.azure.com",
          "https://res.privatelink.openai.azure.com",
          "https://res.openai.azure.com/#/chat",
          "https://res.openai.azure.com?api-version=2023-05-15",
          "https://res.openai.azure.com/chat/completions",
          "https://res.openai.azure.com/some/other/path"
        })
    void leadToTheDeploymentWithADatedVersion(String base) {
      assertThat(chat(TestingDeployment.at(base).version("2024-10-21"))).isEqualTo(CLASSIC);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://res.openai.azure.com",
          "https://res.openai.azure.com/openai/",
          "https://res.openai.azure.com/openai/v1",
          "https://res.openai.azure.com/openai/v1/",
          "https://res.openai.azure.com//openai/v1/chat/completions",
          "https://res.openai.azure.com/openai/v1/responses",
          "https://res.openai.azure.com/openai/v1/models",
          "https://res.openai.azure.com/v1",
          "res.openai.azure.com/openai/V1"
        })
    void leadToTheUndatedSurfaceWithoutAVersion(String base) {
      assertThat(chat(TestingDeployment.at(base))).isEqualTo(V1);
    }

    @ParameterizedTest
    @CsvSource({
      "https://res.openai.azure.com/openai/deployments/dep-b/chat/completions?api-version=2025-01-01-preview,dep-b,2025-01-01-preview",
      "https://res.openai.azure.com/openai/deployments/dep-b/embeddings?api-version=2023-05-15,dep-b,2023-05-15",
      "https://res.openai.azure.com/openai/deployments/dep-b/?API-Version=2024-06-01,dep-b,2024-06-01",
      "https://res.openai.azure.com/openai/deployments/dep-b,dep-b,2024-10-21",
      "https://res.openai.azure.com/openai/deployments/embeddings,embeddings,2024-10-21",
      "https://res.openai.azure.com/openai/deployments/with%20space/chat/completions,with%20space,2024-10-21"
    })
    void giveDeploymentAndVersionWhenTheyNameThem(String base, String name, String version) {
      assertThat(chat(TestingDeployment.at(base)))
          .isEqualTo(
              "https://res.openai.azure.com/openai/deployments/"
                  + name
                  + "/chat/completions?api-version="
                  + version);
    }

    @ParameterizedTest
    @CsvSource({
      "https://r.services.ai.azure.com,https://r.services.ai.azure.com/openai",
      "https://r.services.ai.azure.com/models,https://r.services.ai.azure.com/openai",
      "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview,https://r.services.ai.azure.com/openai",
      "https://r.services.ai.azure.com/api/projects/p-1,https://r.services.ai.azure.com/openai",
      "https://r.services.ai.azure.com/api/projects/p-1/openai/v1,https://r.services.ai.azure.com/openai",
      "https://r.cognitiveservices.azure.com/,https://r.cognitiveservices.azure.com/openai",
      "https://r.cognitiveservices.azure.com/openai/v1/chat/completions,https://r.cognitiveservices.azure.com/openai",
      "https://westus.api.cognitive.microsoft.com/,https://westus.api.cognitive.microsoft.com/openai",
      "https://r.openai.azure.us,https://r.openai.azure.us/openai",
      "https://r.openai.azure.cn/openai/,https://r.openai.azure.cn/openai",
      "https://aoai.corp.example,https://aoai.corp.example/openai",
      "https://apim.azure-api.net/team-a,https://apim.azure-api.net/team-a/openai",
      "https://apim.azure-api.net/team-a/openai/,https://apim.azure-api.net/team-a/openai",
      "https://apim.azure-api.net/team-a/openai/v1,https://apim.azure-api.net/team-a/openai",
      "https://apim.azure-api.net/OpenAI/team-a,https://apim.azure-api.net/OpenAI/team-a/openai",
      "https://gw.corp.example/v1,https://gw.corp.example",
      "http://127.0.0.1:8080/proxy//x/,http://127.0.0.1:8080/proxy/x/openai"
    })
    void keepWhatBelongsToTheHost(String base, String root) {
      assertThat(chat(TestingDeployment.at(base))).isEqualTo(root + "/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({
      "https://apim.azure-api.net/team-a,https://apim.azure-api.net/team-a/openai/deployments/prod-chat",
      "https://apim.azure-api.net/a/openai/deployments/d,https://apim.azure-api.net/a/openai/deployments/d",
      "https://apim.azure-api.net/aoai/deployments/d/chat/completions,https://apim.azure-api.net/aoai/deployments/d",
      "https://r.services.ai.azure.com/,https://r.services.ai.azure.com/openai/deployments/prod-chat",
      "https://eu.cognitiveservices.azure.com/openai/deployments/d/embeddings,https://eu.cognitiveservices.azure.com/openai/deployments/d"
    })
    void keepWhatBelongsToTheHostWithADatedVersion(String base, String deployment) {
      assertThat(chat(TestingDeployment.at(base).version("2024-06-01")))
          .isEqualTo(deployment + "/chat/completions?api-version=2024-06-01");
    }

    @Test
    void keepOtherParametersOfAGateway() {
      TestingDeployment deployment =
          TestingDeployment.at("https://gw.example/x?code=abc&api-version=2024-06-01&n=a%20b");
      assertThat(chat(deployment))
          .isEqualTo(
              "https://gw.example/x/openai/deployments/prod-chat/chat/completions"
                  + "?api-version=2024-06-01&code=abc&n=a%20b");
    }
  }

  @Nested
  class OfVersions {
    @ParameterizedTest
    @CsvSource({"v1,''", "latest,''", "V1,''", "preview,?api-version=preview", "' ',''"})
    void withoutADateMeanTheUndatedSurface(String version, String query) {
      assertThat(chat(TestingDeployment.at("https://res.openai.azure.com").version(version)))
          .isEqualTo(V1 + query);
    }

    @Test
    void inTheConfigurationWinOverTheAddress() {
      String base =
          "https://res.openai.azure.com/openai/deployments/prod-chat?api-version=2023-05-15";
      assertThat(chat(TestingDeployment.at(base).version("2024-10-21"))).isEqualTo(CLASSIC);
      assertThat(chat(TestingDeployment.at(base).version("v1"))).isEqualTo(V1);
    }

    @Test
    void withADateAreNotSentToTheUndatedSurface() {
      assertThat(
              chat(
                  TestingDeployment.at("https://res.openai.azure.com/openai/v1")
                      .version("2024-10-21")))
          .isEqualTo(V1);
    }

    @Test
    void ofTheRetiredInferenceSurfaceAreNotUsed() {
      assertThat(
              chat(
                  TestingDeployment.at("https://r.services.ai.azure.com/")
                      .provider("azure_ai")
                      .version("2024-05-01-preview")))
          .isEqualTo("https://r.services.ai.azure.com/openai/v1/chat/completions");
    }

    @Test
    void thatAreNoneAreRefused() {
      assertThatThrownBy(
              () -> chat(TestingDeployment.at("https://res.openai.azure.com").version("2024-1")))
          .isInstanceOf(GatewayException.class)
          .hasMessage(
              "The api_version of 'our-gpt' is neither a date such as 2024-10-21 nor v1: 2024-1"
                  + " (llmgw.yaml:7).");
    }
  }

  @Nested
  class OfOperations {
    @Test
    void areBelowTheDeploymentOrTheVersion() {
      AzureEndpoint classic =
          AzureEndpoint.of(
              TestingDeployment.at("https://r.openai.azure.com").version("2024-10-21").config());
      AzureEndpoint undated =
          AzureEndpoint.of(TestingDeployment.at("https://r.openai.azure.com").config());
      assertThat(classic.url(Operation.EMBEDDING, "e"))
          .isEqualTo(
              "https://r.openai.azure.com/openai/deployments/e/embeddings?api-version=2024-10-21");
      assertThat(classic.url(Operation.COMPLETION, "a b/c"))
          .isEqualTo(
              "https://r.openai.azure.com/openai/deployments/a%20b%2Fc/completions?api-version=2024-10-21");
      assertThat(classic.models())
          .isEqualTo("https://r.openai.azure.com/openai/models?api-version=2024-10-21");
      assertThat(undated.url(Operation.EMBEDDING, "e"))
          .isEqualTo("https://r.openai.azure.com/openai/v1/embeddings");
      assertThat(undated.models()).isEqualTo("https://r.openai.azure.com/openai/v1/models");
    }

    @Test
    void forResponsesAreNeverBelowADeploymentNorOfAVersionWithoutThem() {
      assertThat(responses("2024-10-21"))
          .isEqualTo("https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview");
      assertThat(responses("2025-03-01-preview"))
          .isEqualTo("https://r.openai.azure.com/openai/responses?api-version=2025-03-01-preview");
      assertThat(responses("v1")).isEqualTo("https://r.openai.azure.com/openai/v1/responses");
    }

    private static String responses(String version) {
      return AzureEndpoint.of(
              TestingDeployment.at("https://r.openai.azure.com").version(version).config())
          .url(Operation.RESPONSE, "e");
    }
  }

  @Nested
  class RefusesAddresses {
    @ParameterizedTest
    @CsvSource({
      "https://ai.azure.com/foundryProject/overview?wsid=/x,portal",
      "https://oai.azure.com/portal/abc,portal",
      "https://portal.azure.com/#home,portal",
      "https://api.openai.com/v1,vendor openai",
      "https://eu.api.openai.com/v1,vendor openai",
      "https://openai.azure.com,lacks the name",
      "https://services.ai.azure.com/,lacks the name",
      "https://r.services.ai.azure.com/anthropic/v1/messages,vendor anthropic",
      "https://<your-resource>.openai.azure.com,not a usable URL",
      "https://{name}.openai.azure.com,not a usable URL",
      "https://my res.openai.azure.com,not a usable URL",
      "ftp://r.openai.azure.com,not a usable URL",
      "https://u:secret-pass@r.openai.azure.com,user name",
      "https://,not a usable URL",
      "' ',is missing"
    })
    void whereNoApiCanBe(String base, String reason) {
      assertThatThrownBy(() -> chat(TestingDeployment.at(base)))
          .isInstanceOfSatisfying(
              GatewayException.class,
              refusal -> {
                assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                assertThat(refusal.detail().param()).isEqualTo("api_base");
              })
          .hasMessageContaining("'our-gpt'")
          .hasMessageContaining(reason)
          .hasMessageContaining("(llmgw.yaml:7)")
          .hasMessageNotContaining("secret-pass");
    }

    @Test
    void withoutRepeatingWhatMayBeSecret() {
      assertThatThrownBy(() -> chat(TestingDeployment.at("https://a b?subscription-key=s3cr3t")))
          .hasMessageContaining("https://a b (")
          .hasMessageNotContaining("s3cr3t")
          .hasNoCause();
    }
  }

  @Nested
  class OfScopes {
    @ParameterizedTest
    @CsvSource({
      "https://r.openai.azure.com,https://cognitiveservices.azure.com/.default",
      "https://r.cognitiveservices.azure.com,https://cognitiveservices.azure.com/.default",
      "https://r.services.ai.azure.com/api/projects/p,https://ai.azure.com/.default",
      "https://apim.azure-api.net/x,https://cognitiveservices.azure.com/.default",
      "https://r.openai.azure.us,https://cognitiveservices.azure.us/.default",
      "https://r.openai.azure.cn,https://cognitiveservices.azure.cn/.default"
    })
    void followTheHost(String base, String scope) {
      assertThat(AzureEndpoint.of(TestingDeployment.at(base).config()).scope()).isEqualTo(scope);
    }
  }
}
