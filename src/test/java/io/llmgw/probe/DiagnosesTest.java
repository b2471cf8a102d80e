package io.llmgw.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Secret;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.UpstreamDeployment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosesTest {
  private static final String KEY = "sk-proj-abcdefghijklmnop1234";

  static DeploymentConfig deployment(String vendor, String model, String key) {
    return new DeploymentConfig(
        "id",
        "name",
        vendor,
        model,
        new DeploymentConfig.Endpoint(
            null, key.isEmpty() ? null : new Secret(key), null, null, Map.of(), Map.of(), Map.of()),
        DeploymentConfig.AzureIdentity.NONE,
        DeploymentConfig.Limits.DEFAULT,
        DeploymentConfig.Repair.DEFAULT,
        DeploymentConfig.ModelInfo.NONE,
        "llmgw.yaml:3");
  }

  private static Observation seen(
      String vendor, String url, GatewayException failure, Observation.Context context) {
    Target target = new Target("name", deployment(vendor, "gpt-4o", KEY));
    return new Observation(Rung.AUTH, target, URI.create(url), failure, context);
  }

  private static Diagnosis openAi(int status, String code, String message) {
    GatewayException failure =
        new GatewayException(
            ErrorKind.ofStatus(status), message, new ErrorDetail(status, null, code, null, null));
    return Diagnoses.of(
        seen("openai", "https://api.openai.com/v1/models", failure, Observation.Context.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | invalid_api_key | Incorrect API key provided | key_refused | AUTHENTICATION",
        "401 | - | You have insufficient permissions. Missing scopes: api.model.read |"
            + " key_restricted | AUTHENTICATION",
        "401 | - | You must be a member of an organization to use the API | other_organization |"
            + " AUTHENTICATION",
        "401 | mismatched_organization | - | other_organization | AUTHENTICATION",
        "401 | mismatched_project | - | other_project | AUTHENTICATION",
        "403 | unsupported_country_region_territory | - | country | AUTHENTICATION",
        "401 | ip_not_authorized | - | key_refused | AUTHENTICATION",
        "403 | ip_not_authorized | - | address_not_allowed | AUTHENTICATION",
        "403 | model_not_found | Project x does not have access to model gpt-4o |"
            + " model_not_allowed | MODEL",
        "404 | model_not_found | The model does not exist | model_missing | MODEL",
        "429 | insufficient_quota | You exceeded your current quota | no_credit | QUOTA",
        "429 | rate_limit_exceeded | Rate limit reached | throttled | QUOTA",
        "503 | - | The engine is overloaded | upstream_failed | UPSTREAM",
      })
  void tellsWhatOpenAiMeans(int status, String code, String message, String expected, Fault fault) {
    Diagnosis diagnosis = openAi(status, code, message);

    assertThat(diagnosis.code()).isEqualTo(expected);
    assertThat(diagnosis.fault()).isEqualTo(fault);
    assertThat(diagnosis.toString()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "host_unknown, host_unknown",
    "refused, refused",
    "connect_timeout, connect_timeout",
    "unroutable, connect_timeout",
    "tls_expired, tls_expired",
    "tls_name, tls_name",
    "tls_untrusted, tls_untrusted",
    "tls_not_spoken, tls_not_spoken",
    "tls_failed, tls_failed",
  })
  void tellsWhyNobodyAnswers(String code, String expected) {
    GatewayException failure =
        new GatewayException(ErrorKind.NETWORK, "It fails.", ErrorDetail.ofCode(code));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen("mistral", "https://api.example.com/v1", failure, Observation.Context.NONE));

    assertThat(diagnosis.code()).isEqualTo(expected);
    assertThat(diagnosis.fault()).isEqualTo(Fault.NETWORK);
    assertThat(diagnosis.what()).contains("api.example.com");
    assertThat(diagnosis.hint()).isNotBlank();
  }

  @Test
  void aContainersOwnLoopbackAddressIsNotItsHosts() throws UnknownHostException {
    GatewayException refused =
        new GatewayException(ErrorKind.NETWORK, "It fails.", ErrorDetail.ofCode("refused"));
    List<InetAddress> loopback = List.of(InetAddress.getByName("127.0.0.1"));
    Diagnosis inside =
        Diagnoses.of(
            seen("ollama", "http://127.0.0.1:11434/api/chat", refused, at(loopback, true)));
    Diagnosis outside =
        Diagnoses.of(
            seen("ollama", "http://127.0.0.1:11434/api/chat", refused, at(loopback, false)));

    assertThat(inside.code()).isEqualTo("loopback_in_container");
    assertThat(inside.hint())
        .contains("http://host.docker.internal:11434", "OLLAMA_HOST=0.0.0.0 ollama serve");
    assertThat(outside.code()).isEqualTo("ollama_not_running");
    assertThat(outside.hint()).startsWith("ollama serve");
  }

  private static Observation.Context at(List<InetAddress> addresses, boolean container) {
    return new Observation.Context(addresses, null, container, List.of(), List.of(), null, null);
  }

  @Test
  void aPrivateAddressThatDoesNotAnswerIsBehindANetwork() throws UnknownHostException {
    GatewayException silent =
        new GatewayException(ErrorKind.NETWORK, "It fails.", ErrorDetail.ofCode("connect_timeout"));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen(
                "azure",
                "https://res.openai.azure.com/openai/v1",
                silent,
                at(List.of(InetAddress.getByName("10.1.2.3")), false)));

    assertThat(diagnosis.cause()).contains("10.1.2.3", "private");
  }

  @Test
  void aProxyThatIsDownIsNamed() {
    GatewayException refused =
        new GatewayException(ErrorKind.NETWORK, "It fails.", ErrorDetail.ofCode("refused"));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen(
                "openai",
                "https://api.openai.com/v1",
                refused,
                new Observation.Context(
                    List.of(), "proxy.corp:3128", false, List.of(), List.of(), null, null)));

    assertThat(diagnosis.what()).contains("proxy.corp:3128");
  }

  @Test
  void namesTheDeploymentsThatServeTheModelThatWasTakenForOne() {
    GatewayException missing =
        new GatewayException(
            ErrorKind.NOT_FOUND,
            "The API deployment for this resource does not exist.",
            new ErrorDetail(404, null, "DeploymentNotFound", null, null));
    Observation.Context context =
        new Observation.Context(
            List.of(),
            null,
            false,
            List.of(),
            List.of(
                new UpstreamDeployment("vectors", "text-embedding-3-large", "succeeded"),
                new UpstreamDeployment("prod", "gpt-4o-2024-11-20", "succeeded")),
            null,
            null);
    Diagnosis diagnosis =
        Diagnoses.of(
            seen("azure", "https://res.openai.azure.com/openai/v1/embeddings", missing, context));

    assertThat(diagnosis.what()).contains("'gpt-4o'", "did you mean prod?");
    assertThat(diagnosis.hint())
        .isEqualTo("llmgw test azure --endpoint https://res.openai.azure.com --deployment prod");
  }

  @Test
  void namesTheResourceAndThePublicAddressBehindAPrivateEndpoint() throws UnknownHostException {
    GatewayException refused =
        new GatewayException(
            ErrorKind.PERMISSION,
            "Public access is disabled. Please configure private endpoint.",
            new ErrorDetail(403, null, "AccessDenied", null, null));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen(
                "azure",
                "https://res.openai.azure.com/openai/v1",
                refused,
                at(List.of(InetAddress.getByName("20.1.2.3")), false)));

    assertThat(diagnosis.what()).contains("resource res");
    assertThat(diagnosis.cause()).contains("20.1.2.3");
  }

  @Test
  void whatAProviderSaysStaysOneLineAndObeysNoTerminal() {
    Diagnosis diagnosis = openAi(500, "x", "line one\nline two \u001b[31mred\u001b]0;title\u0007");

    assertThat(diagnosis.cause()).isEqualTo("line one line two [31mred ]0;title");
  }

  @Test
  void theSettingsAreToBlameBeforeAnythingWasSent() {
    GatewayException wrong =
        new GatewayException(ErrorKind.INVALID_REQUEST, "The api_base of 'x' leads to a portal.");
    Target target = new Target("name", deployment("azure", "prod", KEY));
    Diagnosis diagnosis =
        Diagnoses.of(new Observation(Rung.CONFIG, target, null, wrong, Observation.Context.NONE));

    assertThat(diagnosis.fault()).isEqualTo(Fault.CONFIGURATION);
    assertThat(diagnosis.what()).isEqualTo("The api_base of 'x' leads to a portal");
  }

  @Test
  void namesTheAudienceThatIsAccepted() {
    GatewayException refused =
        new GatewayException(
            ErrorKind.AUTHENTICATION,
            "Access token is missing, invalid, audience is incorrect, or have expired.",
            new ErrorDetail(401, null, "Unauthorized", null, null));
    Target target = new Target("name", deployment("azure", "prod", ""));
    String url = "https://res.services.ai.azure.com/openai/v1";
    String other = "https://cognitiveservices.azure.com/.default";
    Observation.Context tried =
        new Observation.Context(List.of(), null, false, List.of(), List.of(), null, other);
    Diagnosis found =
        Diagnoses.of(new Observation(Rung.AUTH, target, URI.create(url), refused, tried));
    Diagnosis guessed =
        Diagnoses.of(
            new Observation(Rung.AUTH, target, URI.create(url), refused, Observation.Context.NONE));

    assertThat(found.code()).isEqualTo("token_audience");
    assertThat(found.hint()).startsWith("az ").endsWith("set azure_scope: " + other);
    assertThat(guessed.code()).isEqualTo("token_refused");
    assertThat(guessed.hint()).contains(other, "az login");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | SignatureDoesNotMatch | Signature expired: 20261121T0900Z | clock | AUTHENTICATION",
        "401 | SignatureDoesNotMatch | It does not match | signature | AUTHENTICATION",
        "403 | - | Model use case details have not been submitted for this account. |"
            + " use_case_missing | AUTHENTICATION",
        "404 | ResourceNotFoundException | Could not resolve the model | model_missing | MODEL",
        "403 | AccessDeniedException | An explicit deny | action_not_allowed | AUTHENTICATION",
      })
  void tellsWhatBedrockMeans(
      int status, String type, String message, String expected, Fault fault) {
    GatewayException failure =
        new GatewayException(
            ErrorKind.ofStatus(status), message, new ErrorDetail(status, type, null, null, null));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen(
                "bedrock",
                "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse",
                failure,
                Observation.Context.NONE));

    assertThat(diagnosis.code()).isEqualTo(expected);
    assertThat(diagnosis.fault()).isEqualTo(fault);
  }

  @Test
  void aProfileIsOfTheRegionsOfTheOneThatIsCalled() {
    GatewayException failure =
        new GatewayException(
            ErrorKind.INVALID_REQUEST,
            "Invocation of model ID gpt-4o with on-demand throughput isn\u2019t supported.",
            new ErrorDetail(400, "ValidationException", null, null, null));
    Diagnosis diagnosis =
        Diagnoses.of(
            seen(
                "bedrock",
                "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse",
                failure,
                Observation.Context.NONE));

    assertThat(diagnosis.hint()).startsWith("llmgw test bedrock --deployment eu.gpt-4o ");
  }

  @Test
  void settingsWithoutAKeyAreAboutTheKey() {
    GatewayException wrong =
        new GatewayException(
            ErrorKind.INVALID_REQUEST, "It cannot be called: there is no key for AWS.");
    Target target = new Target("name", deployment("bedrock", "m", ""));
    Diagnosis diagnosis =
        Diagnoses.of(new Observation(Rung.CONFIG, target, null, wrong, Observation.Context.NONE));

    assertThat(diagnosis.fault()).isEqualTo(Fault.AUTHENTICATION);
    assertThat(diagnosis.hint()).startsWith("aws configure");
  }
}
