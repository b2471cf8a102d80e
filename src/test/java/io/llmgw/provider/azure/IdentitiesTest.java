package io.llmgw.provider.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens as the API sees them arrive. */
@Timeout(30)
class IdentitiesTest {
  private static final String LOGIN = "/tenant-1/oauth2/v2.0/token";
  private static final String MODELS = "/openai/v1/models";

  private final TestingAzure azure = new TestingAzure();

  @BeforeEach
  void answer() {
    azure.server.stubFor(get(MODELS).willReturn(okJson("{\"data\":[]}")));
    // what a machine outside Azure is like
    azure.environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private void login(String token) {
    azure.server.stubFor(post(urlPathEqualTo(LOGIN)).willReturn(okJson(reply(token))));
  }

  private static String reply(String token) {
    return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\"%s\"}"
        .formatted(token);
  }

  private void call(Provider provider) {
    provider.models(TestingAzure.call());
  }

  private void verifySent(int times, String token) {
    azure.server.verify(
        times,
        getRequestedFor(urlPathEqualTo(MODELS))
            .withHeader("Authorization", equalTo("Bearer " + token)));
  }

  @Nested
  class OfAnApplication {
    private final TestingDeployment deployment =
        azure.deployment().application("tenant-1", "client-1", "s3cr3t&value");

    @Test
    void areAskedForOnceAndRenewedBeforeTheirEnd() {
      azure.server.stubFor(
          post(urlPathEqualTo(LOGIN))
              .inScenario("renewal")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(okJson(reply("first")))
              .willSetStateTo("later"));
      azure.server.stubFor(
          post(urlPathEqualTo(LOGIN))
              .inScenario("renewal")
              .whenScenarioStateIs("later")
              .willReturn(okJson(reply("second"))));
      Provider provider = azure.provider(deployment);
      call(provider);
      call(provider);
      verifySent(2, "first");
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(LOGIN))
              .withFormParam("grant_type", equalTo("client_credentials"))
              .withFormParam("client_id", equalTo("client-1"))
              .withFormParam("client_secret", equalTo("s3cr3t&value"))
              .withFormParam("scope", equalTo("https://cognitiveservices.azure.com/.default")));

      azure.clock.advance(Duration.ofHours(2));
      call(provider);
      verifySent(1, "second");
    }

    @Test
    void areSharedByDeploymentsWithTheSameIdentity() {
      login("shared");
      call(azure.provider(deployment));
      call(azure.provider(deployment.model("other")));
      azure.server.verify(1, postRequestedFor(urlPathEqualTo(LOGIN)));
      call(azure.provider(deployment.scope("https://ai.azure.com")));
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(LOGIN))
              .withFormParam("scope", equalTo("https://ai.azure.com/.default")));
    }

    @Test
    void winOverAKeyThatMayComeFromTheEnvironment() {
      login("token");
      call(azure.provider(deployment.key("key-0123456789")));
      verifySent(1, "token");
    }

    @Test
    void takeTenantAndClientFromTheEnvironmentWhenTheyLack() {
      login("token");
      azure.environment.put("AZURE_TENANT_ID", "tenant-1");
      azure.environment.put("AZURE_CLIENT_ID", "client-env");
      call(azure.provider(azure.deployment().application("", "", "secret")));
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(LOGIN))
              .withFormParam("client_id", equalTo("client-env")));
    }

    @Test
    void areDroppedWhenRefusedAndTheRequestIsSentAgain() {
      login("stale");
      Provider provider = azure.provider(deployment);
      call(provider);
      azure.clock.advance(Duration.ofMinutes(10));
      login("fresh");
      azure.server.stubFor(
          post(urlPathEqualTo("/openai/v1/chat/completions"))
              .willReturn(jsonResponse("{\"statusCode\":401,\"message\":\"Unauthorized.\"}", 401)));
      azure.server.stubFor(
          post(urlPathEqualTo("/openai/v1/chat/completions"))
              .withHeader("Authorization", equalTo("Bearer fresh"))
              .willReturn(
                  okJson(
                      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\"}}]}")));
      TestingAzure.send(provider, "{\"model\":\"m\",\"messages\":[]}", false).close();
      azure.server.verify(2, postRequestedFor(urlPathEqualTo(LOGIN)));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "7000215|the client secret of application client-1 is wrong; copy the secret's value, not"
              + " its ID",
          "7000222|the client secret of application client-1 has expired",
          "700016|there is no application client-1 in tenant tenant-1",
          "90002|there is no tenant tenant-1; check tenant_id",
          "500011|does not know https://cognitiveservices.azure.com/.default; check azure_scope",
          "53003|Conditional Access"
        })
    void areRefusedInSentencesThatSayWhatToDo(String number, String sentence) {
      azure.server.stubFor(
          post(urlPathEqualTo(LOGIN))
              .willReturn(
                  jsonResponse(
                      "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS"
                          + number
                          + ": Vendor's words. Trace ID: t\\r\\nTimestamp: x\",\"error_codes\":["
                          + number
                          + "]}",
                      401)));
      assertThatThrownBy(() -> call(azure.provider(deployment)))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> {
                assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
                assertThat(error.detail().code()).isEqualTo("AADSTS" + number);
              })
          .hasMessageContaining(sentence)
          .hasMessageContaining("AADSTS" + number)
          .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void keepUnknownRefusalsInTheVendorsWords() {
      azure.server.stubFor(
          post(anyUrl())
              .willReturn(
                  jsonResponse(
                      "{\"error\":\"x\",\"error_description\":\"AADSTS999999: Something"
                          + " new.\\r\\nTrace ID: 1\"}",
                      400)));
      assertThatThrownBy(() -> call(azure.provider(deployment)))
          .hasMessageEndingWith("refused: AADSTS999999: Something new.");
    }

    @ParameterizedTest
    @CsvSource({
      "503,text/html,<html>busy</html>,UNAVAILABLE,status 503",
      "200,text/html,<html>log in</html>,UPSTREAM,without a usable token",
      "200,application/json,{},UPSTREAM,without a usable token"
    })
    void areNotMadeUp(int status, String type, String body, ErrorKind kind, String words) {
      azure.server.stubFor(
          post(anyUrl())
              .willReturn(
                  aResponse().withStatus(status).withHeader("Content-Type", type).withBody(body)));
      assertThatThrownBy(() -> call(azure.provider(deployment)))
          .isInstanceOfSatisfying(
              GatewayException.class, error -> assertThat(error.kind()).isEqualTo(kind))
          .hasMessageContaining(words);
    }

    @Test
    void sayWhereTheSignInCannotBeReached() {
      azure.environment.put("AZURE_AUTHORITY_HOST", "http://127.0.0.1:1");
      assertThatThrownBy(() -> call(azure.provider(deployment)))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> assertThat(error.kind()).isEqualTo(ErrorKind.NETWORK))
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Nested
  class OfAWorkload {
    @TempDir Path folder;

    @BeforeEach
    void pod() throws IOException {
      Path file = folder.resolve("token");
      Files.writeString(file, "jwt-1\n");
      azure.environment.put("AZURE_TENANT_ID", "tenant-1");
      azure.environment.put("AZURE_CLIENT_ID", "client-1");
      azure.environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
    }

    private void verifyAssertion(String assertion) {
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(LOGIN))
              .withFormParam("client_id", equalTo("client-1"))
              .withFormParam(
                  "client_assertion_type",
                  equalTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
              .withFormParam("client_assertion", equalTo(assertion)));
    }

    @Test
    void areAskedForWithTheFileAsItIsNow() throws IOException {
      login("token");
      Provider provider = azure.provider(azure.deployment());
      call(provider);
      verifyAssertion("jwt-1");
      Files.writeString(folder.resolve("token"), "jwt-2");
      azure.clock.advance(Duration.ofHours(2));
      call(provider);
      verifyAssertion("jwt-2");
    }

    @Test
    void failForGoodWhenTheyAreRefusedInsteadOfBecomingSomebodyElse() {
      azure.machine.az = new Machine.Ran(0, reply("never"), "");
      azure.server.stubFor(
          post(urlPathEqualTo(LOGIN))
              .willReturn(jsonResponse("{\"error_description\":\"AADSTS700024: late\"}", 401)));
      assertThatThrownBy(() -> call(azure.provider(azure.deployment())))
          .hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE")
          .hasMessageContaining("clock");
      assertThat(azure.machine.commands).isEmpty();
    }

    @Test
    void sayWhichFileIsMissing() throws IOException {
      Files.delete(folder.resolve("token"));
      assertThatThrownBy(() -> call(azure.provider(azure.deployment())))
          .hasMessageContaining(folder.resolve("token").toString());
    }
  }

  @Nested
  class OfTheEnvironment {
    @BeforeEach
    void variables() {
      azure.environment.put("AZURE_TENANT_ID", "tenant-1");
      azure.environment.put("AZURE_CLIENT_ID", "client-1");
      azure.environment.put("AZURE_CLIENT_SECRET", "env-s3cr3t");
    }

    @Test
    void comeFirstWhenNothingIsConfigured() {
      login("env-token");
      azure.environment.put("AZURE_FEDERATED_TOKEN_FILE", "/nowhere");
      call(azure.provider(azure.deployment()));
      verifySent(1, "env-token");
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(LOGIN))
              .withFormParam("client_secret", equalTo("env-s3cr3t")));
    }

    @Test
    void areNotUsedForAnotherApplication() {
      assertThatThrownBy(() -> call(azure.provider(azure.deployment().client("another"))))
          .hasMessageContaining("no key and no identity");
      azure.server.verify(0, postRequestedFor(anyUrl()));
    }
  }

  @Nested
  class OfTheCommandLine {
    private static final String PRINTED =
        "{\"accessToken\":\"cli-token\",\"expiresOn\":\"2026-11-20"
            + " 14:00:00.000000\",\"expires_on\":1795183200,\"subscription\":\"s\",\"tenant\":\"t\",\"tokenType\":\"Bearer\"}";

    @Test
    void comeLast() {
      azure.machine.az = new Machine.Ran(0, PRINTED, "");
      Provider provider = azure.provider(azure.deployment());
      call(provider);
      call(provider);
      verifySent(2, "cli-token");
      assertThat(azure.machine.commands.getFirst())
          .containsExactly(
              "az",
              "account",
              "get-access-token",
              "--output",
              "json",
              "--resource",
              "https://cognitiveservices.azure.com");
      assertThat(azure.machine.commands).hasSize(1);
    }

    @Test
    void areOfTheConfiguredTenantAlsoOnWindows() {
      azure.machine.windows = true;
      azure.machine.az = new Machine.Ran(0, PRINTED, "");
      call(
          azure.provider(
              azure.deployment().identity(new AzureIdentity(null, "tenant-1", null, null, null))));
      assertThat(azure.machine.commands.getFirst())
          .startsWith("cmd.exe", "/c", "az")
          .endsWith("--tenant", "tenant-1");
    }

    @Test
    void ofOlderVersionsEndInLocalTime() {
      azure.machine.az =
          new Machine.Ran(
              0, "{\"accessToken\":\"old\",\"expiresOn\":\"2099-01-01 00:00:00.000000\"}", "");
      call(azure.provider(azure.deployment()));
      verifySent(1, "old");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "1|''|ERROR: Please run 'az login' to setup account.|nobody is signed in to the Azure CLI"
              + " (run 'az login')",
          "1|''|ERROR: AADSTS700082: The refresh token has expired.|run 'az login --tenant",
          "1|''|ERROR: something else|Azure CLI: ERROR: something else",
          "0|{\"accessToken\":\"s3cr3t|''|printed something that is not a token",
          "0|{\"accessToken\":\"s3cr3t\"}|''|printed something that is not a token"
        })
    void failWithTheReason(int exit, String output, String errors, String words) {
      azure.machine.az = new Machine.Ran(exit, output, errors);
      assertThatThrownBy(() -> call(azure.provider(azure.deployment())))
          .hasMessageContaining(words)
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Nested
  class OfNobody {
    @Test
    void areRefusedWithEveryWayThatWasTried() {
      assertThatThrownBy(() -> call(azure.provider(azure.deployment())))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION))
          .hasMessage(
              "There is no key and no identity for Azure: AZURE_TENANT_ID, AZURE_CLIENT_ID and"
                  + " AZURE_CLIENT_SECRET are not all set; there is no workload identity"
                  + " (AZURE_FEDERATED_TOKEN_FILE); no managed identity: this is no machine in"
                  + " Azure; Azure CLI (az) is not installed. Set api_key, or tenant_id, client_id"
                  + " and client_secret, or run 'az login'.");
    }
  }
}
