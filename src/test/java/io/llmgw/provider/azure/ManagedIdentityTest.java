package io.llmgw.provider.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
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

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ManagedIdentityTest {
  private static final String RESOURCE = "https://cognitiveservices.azure.com";
  private static final String MACHINE = "/metadata/identity/oauth2/token";
  private static final String MODELS = "/openai/v1/models";

  private final TestingAzure azure = new TestingAzure();

  @BeforeEach
  void answer() {
    azure.server.stubFor(get(urlPathEqualTo(MODELS)).willReturn(okJson("{\"data\":[]}")));
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  /** As these places answer: everything is text. */
  private String reply(String token) {
    long end = azure.clock.instant().plus(Duration.ofHours(24)).getEpochSecond();
    return "{\"access_token\":\"%s\",\"expires_on\":\"%d\",\"resource\":\"r\",\"token_type\":\"Bearer\",\"client_id\":\"c\"}"
        .formatted(token, end);
  }

  private void call(TestingDeployment deployment) {
    azure.provider(deployment).models(TestingAzure.call());
  }

  private void verifySent(String token) {
    azure.server.verify(
        1,
        getRequestedFor(urlPathEqualTo(MODELS))
            .withHeader("Authorization", equalTo("Bearer " + token)));
  }

  @Nested
  class OnAVirtualMachine {
    private void identity(String token) {
      azure.server.stubFor(
          get(urlPathEqualTo(MACHINE))
              .willReturn(jsonResponse("{\"error\":\"invalid_request\"}", 400)));
      azure.server.stubFor(
          get(urlPathEqualTo(MACHINE))
              .withHeader("Metadata", equalTo("true"))
              .willReturn(okJson(reply(token))));
    }

    @Test
    void comesFromTheMetadataService() {
      identity("vm-token");
      call(azure.deployment());
      verifySent("vm-token");
      azure.server.verify(
          1,
          getRequestedFor(urlPathEqualTo(MACHINE))
              .withHeader("Metadata", equalTo("true"))
              .withQueryParam("api-version", equalTo("2018-02-01"))
              .withQueryParam("resource", equalTo(RESOURCE))
              .withQueryParam("client_id", absent()));
    }

    @Test
    void isTheOneThatIsConfigured() {
      identity("mine");
      call(azure.deployment().client("id-7"));
      verifySent("mine");
      azure.server.verify(
          1, getRequestedFor(urlPathEqualTo(MACHINE)).withQueryParam("client_id", equalTo("id-7")));
    }

    @ParameterizedTest
    @CsvSource({"400,Identity not found", "404,no such page", "403,unreachable"})
    void leavesTheWordToTheCommandLineWhenThereIsNone(int status, String reason) {
      azure.server.stubFor(
          get(urlPathEqualTo(MACHINE))
              .willReturn(jsonResponse("{\"error_description\":\"" + reason + "\"}", status)));
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("this machine has no managed identity: " + reason)
          .hasMessageContaining("Azure CLI (az) is not installed");
    }

    @Test
    void isNotReplacedWhileItsServiceIsBusy() {
      azure.server.stubFor(
          get(urlPathEqualTo(MACHINE)).willReturn(jsonResponse("{\"error\":\"busy\"}", 429)));
      assertThatThrownBy(() -> call(azure.deployment()))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
      assertThat(azure.machine.commands).isEmpty();
    }

    @Test
    void isGivenUpQuicklyWhereNothingAnswers() throws IOException {
      try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        azure.environment.put(
            "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:" + silent.getLocalPort());
        long start = System.nanoTime();
        assertThatThrownBy(() -> call(azure.deployment()))
            .hasMessageContaining("this is no machine in Azure");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
      }
    }
  }

  @Nested
  class InAnApp {
    @BeforeEach
    void environment() {
      azure.environment.put("IDENTITY_ENDPOINT", azure.url() + "/msi/token?x=1");
      azure.environment.put("IDENTITY_HEADER", "header-s3cr3t");
      // both are set at once in some places, and these come first
      azure.environment.put("IMDS_ENDPOINT", azure.url());
      azure.environment.put("MSI_ENDPOINT", azure.url() + "/old");
    }

    @Test
    void comesFromTheAppsOwnEndpoint() {
      azure.server.stubFor(
          get(urlPathEqualTo("/msi/token")).willReturn(okJson(reply("app-token"))));
      call(azure.deployment());
      verifySent("app-token");
      azure.server.verify(
          1,
          getRequestedFor(urlPathEqualTo("/msi/token"))
              .withHeader("X-IDENTITY-HEADER", equalTo("header-s3cr3t"))
              .withQueryParam("x", equalTo("1"))
              .withQueryParam("api-version", equalTo("2019-08-01"))
              .withQueryParam("resource", equalTo(RESOURCE)));
    }

    @Test
    void failsForGoodWhenItIsRefused() {
      azure.server.stubFor(
          get(urlPathEqualTo("/msi/token"))
              .willReturn(jsonResponse("{\"statusCode\":400,\"message\":\"No identity.\"}", 400)));
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessage("The managed identity (App Service) gave no token: No identity.");
    }

    @Test
    void isNotAskedForWithWhatHttpDoesNotAllow() {
      azure.environment.put("IDENTITY_HEADER", "s3cr\u00e9t");
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("X-IDENTITY-HEADER")
          .hasMessageNotContaining("s3cr");
    }

    @Test
    void saysWhichAddressIsNone() {
      azure.environment.put("IDENTITY_ENDPOINT", "nonsense");
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("'nonsense', which is not a URL");
    }

    @Test
    void isNotThatOfServiceFabric() {
      azure.environment.put("IDENTITY_SERVER_THUMBPRINT", "ab");
      assertThatThrownBy(() -> call(azure.deployment())).hasMessageContaining("Service Fabric");
    }
  }

  @Nested
  class InCloudShell {
    @Test
    void comesFromItsEndpoint() {
      azure.environment.put("MSI_ENDPOINT", azure.url() + "/shell");
      azure.server.stubFor(post(urlPathEqualTo("/shell")).willReturn(okJson(reply("shell-token"))));
      call(azure.deployment());
      verifySent("shell-token");
      azure.server.verify(
          1,
          postRequestedFor(urlPathEqualTo("/shell"))
              .withHeader("Metadata", equalTo("true"))
              .withFormParam("resource", equalTo(RESOURCE)));
    }
  }

  @Nested
  class OnAServerConnectedThroughArc {
    @TempDir Path folder;
    private Path tokens = Path.of("");

    @BeforeEach
    void agent() throws IOException {
      tokens = Files.createDirectory(folder.resolve("tokens"));
      azure.machine.arcTokens = tokens;
      azure.environment.put("IDENTITY_ENDPOINT", azure.url() + "/arc");
      azure.environment.put("IMDS_ENDPOINT", azure.url());
    }

    private void challenge(String header) {
      azure.server.stubFor(
          get(urlPathEqualTo("/arc"))
              .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", header)));
      azure.server.stubFor(
          get(urlPathEqualTo("/arc"))
              .withHeader("Authorization", equalTo("Basic the-key"))
              .willReturn(okJson(reply("arc-token"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=%s", "basic realm=\"%s\""})
    void comesForTheContentOfTheNamedFile(String header) throws IOException {
      Path key = Files.writeString(tokens.resolve("a.key"), "the-key\n");
      challenge(header.formatted(key));
      call(azure.deployment());
      verifySent("arc-token");
      azure.server.verify(
          2,
          getRequestedFor(urlPathEqualTo("/arc"))
              .withHeader("Metadata", equalTo("true"))
              .withQueryParam("api-version", equalTo("2019-11-01")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{folder}/outside.key",
          "{tokens}/../outside.key",
          "{tokens}/sub/a.key",
          "{tokens}/a.txt",
          "tokens/a.key",
          "/etc/passwd"
        })
    void readsNoOtherFile(String name) throws IOException {
      Files.createDirectory(tokens.resolve("sub"));
      for (String file : new String[] {"outside.key", "tokens/sub/a.key", "tokens/a.txt"}) {
        Files.writeString(folder.resolve(file), "the-key");
      }
      String path =
          name.replace("{folder}", folder.toString()).replace("{tokens}", tokens.toString());
      challenge("Basic realm=" + path);
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("outside its own folder, which is not read");
      azure.server.verify(1, getRequestedFor(urlPathEqualTo("/arc")));
    }

    @Test
    void followsNoLinkOutOfTheFolder() throws IOException {
      Path outside = Files.writeString(folder.resolve("outside.key"), "the-key");
      Path link = Files.createSymbolicLink(tokens.resolve("a.key"), outside);
      challenge("Basic realm=" + link);
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("leads out of its folder");
    }

    @Test
    void readsNoLongFile() throws IOException {
      Path key = Files.writeString(tokens.resolve("a.key"), "x".repeat(4097));
      challenge("Basic realm=" + key);
      assertThatThrownBy(() -> call(azure.deployment()))
          .hasMessageContaining("longer than 4096 bytes");
    }

    @Test
    void saysWhatToDoWhenTheFileMayNotBeRead() {
      challenge("Basic realm=" + tokens.resolve("missing.key"));
      assertThatThrownBy(() -> call(azure.deployment())).hasMessageContaining("group himds");
    }

    @Test
    void saysWhenNoFileIsNamed() {
      challenge("Bearer something");
      assertThatThrownBy(() -> call(azure.deployment())).hasMessageContaining("named no file");
    }
  }
}
