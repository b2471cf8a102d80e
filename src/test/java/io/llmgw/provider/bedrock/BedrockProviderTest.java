package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.Secret;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Provider;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockProviderTest {
  private static final ChatRequest HELLO =
      ChatRequest.of("m", List.of(Message.text(Role.USER, "Hello, naïve 🦊")));
  private static final String EVENTS =
      "{\"messageStart\":{\"role\":\"assistant\"}}\n"
          + "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}}\n"
          + "{\"messageStop\":{\"stopReason\":\"end_turn\"}}\n"
          + "{\"metadata\":{\"usage\":{\"inputTokens\":1,\"outputTokens\":2}}}";
  private static final String WHOLE =
      "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hi\"}]}},"
          + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":2}}";
  private static final AwsIdentity IN_EUROPE =
      new AwsIdentity(null, null, null, "eu-central-1", null, null);

  @TempDir private Path home;
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private static Reply good() {
    return Reply.status(200)
        .header("Content-Type", "application/vnd.amazon.eventstream")
        .send(Frames.of(EVENTS));
  }

  private Received ask(Setup setup) {
    upstream.always(good());
    assertThat(told(setup.provider(transport, upstream.url()))).contains("text=Hi");
    return upstream.requests().getLast();
  }

  private static String told(Provider provider) {
    return Told.events(() -> provider.chat(HELLO, Setup.call()));
  }

  private GatewayException refused(Setup setup) {
    GatewayException refusal =
        catchThrowableOfType(GatewayException.class, () -> setup.provider(transport, null));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws").resolve(name), text);
  }

  private Map<String, String> atHome() {
    return Map.of("HOME", home.toString());
  }

  @Test
  void signsExactlyWhatItSends() {
    AwsIdentity lent =
        new AwsIdentity("AKID", new Secret("s"), new Secret("lent"), "eu-west-1", null, null);

    Received request = ask(Setup.of("eu.amazon.nova-pro-v1:0").aws(lent));

    assertThat(request.target()).isEqualTo("/model/eu.amazon.nova-pro-v1%3A0/converse-stream");
    RequestSigner.Unsigned received =
        new RequestSigner.Unsigned(
            request.method(),
            request.target(),
            "",
            List.of(
                Map.entry("host", request.header("host").orElseThrow()),
                Map.entry("content-type", request.header("content-type").orElseThrow())),
            request.body());
    Map<String, String> expected =
        new RequestSigner("eu-west-1", "bedrock")
            .sign(
                received,
                new AwsKeys("AKID", new Secret("s"), new Secret("lent")),
                Instant.parse("2026-11-21T08:00:00Z"));
    expected.forEach((name, value) -> assertThat(request.header(name)).contains(value));
    assertThat(request.headers().stream().map(Map.Entry::getKey))
        .as("headers sent once")
        .doesNotHaveDuplicates();
  }

  @Test
  void encodesAnArn() {
    String arn = "arn:aws:bedrock:ap-south-1:123456789012:inference-profile/us.meta.llama-x:0";
    Received request =
        ask(
            Setup.of("converse/" + arn)
                .aws(new AwsIdentity("A", new Secret("s"), null, null, null, null)));

    assertThat(request.target())
        .isEqualTo(
            "/model/arn%3Aaws%3Abedrock%3Aap-south-1%3A123456789012%3Ainference-profile%2F"
                + "us.meta.llama-x%3A0/converse-stream");
    assertThat(request.header("authorization").orElseThrow()).contains("/ap-south-1/bedrock/");
  }

  @Test
  void sendsABearerKeyUnsigned() {
    Received request = ask(Setup.of("m.x").apiKey(" bedrock-api-key-123 "));

    assertThat(request.header("authorization")).contains("Bearer bedrock-api-key-123");
    assertThat(request.header("x-amz-date")).isEmpty();
  }

  @Test
  void leavesAConfiguredAuthorizationAlone() {
    Received request =
        ask(
            Setup.of("m.x")
                .aws(IN_EUROPE)
                .headers(Map.of("authorization", "Basic abc", "X-Team", "a")));

    assertThat(request.header("authorization")).contains("Basic abc");
    assertThat(request.header("x-team")).contains("a");
  }

  @Test
  void readsTheVariablesOfAws() {
    Received request =
        ask(
            Setup.of("m.x")
                .aws(AwsIdentity.NONE)
                .environment(
                    Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDENV",
                        "AWS_SECRET_ACCESS_KEY", "s",
                        "AWS_SESSION_TOKEN", "t",
                        "AWS_DEFAULT_REGION", "sa-east-1")));

    assertThat(request.header("authorization").orElseThrow())
        .contains("Credential=AKIDENV/20261121/sa-east-1/bedrock/");
    assertThat(request.header("x-amz-security-token")).contains("t");
  }

  @Test
  void readsTheFilesOfAws() throws IOException {
    write(
        "credentials",
        "# mine\n[default]\naws_access_key_id=AKIDDEF\naws_secret_access_key=s\n\n[work]\n"
            + " aws_access_key_id = nested\naws_access_key_id = AKIDWORK\n"
            + "aws_secret_access_key = s/+=x\n");
    write("config", "[default]\nregion = us-west-1\n[profile  work]\nregion=ca-central-1 # far\n");
    Setup setup = Setup.of("m.x").environment(atHome());

    Received usual = ask(setup.aws(AwsIdentity.NONE));
    AwsIdentity work = new AwsIdentity(null, null, null, null, "work", null);
    ask(setup.aws(work));

    assertThat(usual.header("authorization").orElseThrow())
        .contains("Credential=AKIDDEF/20261121/us-west-1/");
    assertThat(upstream.requests().get(1).header("authorization").orElseThrow())
        .contains("Credential=AKIDWORK/20261121/ca-central-1/");
  }

  @Test
  void readsTheFilesAgainWhenTheirKeysHaveExpired() throws IOException {
    write("credentials", "[default]\naws_access_key_id=OLD\naws_secret_access_key=s\n");
    Provider provider =
        Setup.of("m.x").aws(IN_EUROPE).environment(atHome()).provider(transport, upstream.url());
    upstream.always(request ->
        request.header("authorization").orElseThrow().contains("=OLD/")
            ? Reply.json(403, "{\"message\":\"The security token is expired\"}")
                .header("x-amzn-ErrorType", "ExpiredTokenException")
            : good());
    assertThat(told(provider)).contains("AUTHENTICATION, status 401").contains("is expired");

    write("credentials", "[default]\naws_access_key_id=NEW\naws_secret_access_key=s\n");

    assertThat(told(provider)).contains("text=Hi");
    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  void tellsWhichKeyIsMissing() throws IOException {
    write(
        "config", "[default]\noutput = json\n[profile sso]\nsso_session = x\nregion = eu-west-1\n");
    Setup setup = Setup.of("m.x").environment(atHome());

    assertThat(refused(setup.aws(IN_EUROPE)).text())
        .contains("'my-model'", "llmgw.yaml:7", "aws_access_key_id", "AWS_BEARER_TOKEN_BEDROCK");
    assertThat(refused(setup.aws(AwsIdentity.NONE)).text()).contains("aws_region_name");
    assertThat(refused(setup.aws(new AwsIdentity("A", null, null, "eu-west-1", null, null))).text())
        .contains("no aws_secret_access_key");
    assertThat(refused(setup.aws(new AwsIdentity(null, null, null, null, "sso", null))).text())
        .contains("profile 'sso'", "not supported");
    assertThat(
            refused(setup.aws(new AwsIdentity(null, null, null, "eu-west-1", "none", null))).text())
        .contains("no profile 'none'");
    assertThat(refused(setup.aws(new AwsIdentity(null, null, null, "Europe!", null, null))).text())
        .contains("'Europe!' is no region's name");
    assertThat(refused(setup.aws(IN_EUROPE)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "m.x, eu-west-3, , https://bedrock-runtime.eu-west-3.amazonaws.com/model/m.x/converse-stream",
    "us-gov-west-1/m.x, , , https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/m.x/converse-stream",
    "converse/us-east-2/m.x, , , https://bedrock-runtime.us-east-2.amazonaws.com/model/m.x/converse-stream",
    "m.x, cn-north-1, , https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m.x/converse-stream",
    "m.x, , https://bedrock-runtime.eu-north-1.amazonaws.com/, https://bedrock-runtime.eu-north-1.amazonaws.com/model/m.x/converse-stream",
    "m.x, eu-west-3, https://vpce-1.example.com/bedrock/, https://vpce-1.example.com/bedrock/model/m.x/converse-stream"
  })
  void knowsWhereItIs(String model, String region, String endpoint, String address) {
    AwsIdentity aws = new AwsIdentity("A", new Secret("s"), null, region, null, endpoint);

    Preview preview =
        Setup.of(model).aws(aws).provider(transport, null).preview(HELLO, Setup.call());

    assertThat(preview.method()).isEqualTo("POST");
    assertThat(preview.url()).isEqualTo(address);
    assertThat(preview.headers()).isEmpty();
  }

  @Test
  void refusesAnAddressThatIsNone() {
    AwsIdentity aws = new AwsIdentity("A", new Secret("s"), null, "eu-west-1", null, "vpce/x");

    assertThat(refused(Setup.of("m.x").aws(aws)).text()).contains("begins with http");
  }

  @Test
  void tellsTheWaitAndTheRequestsId() {
    upstream.always(
        Reply.json(429, "{\"message\":\"Too many requests\"}")
            .header("x-amzn-ErrorType", "ThrottlingException:")
            .header("x-amzn-RequestId", "r1")
            .header("Retry-After", "7"));

    GatewayException refusal =
        catchThrowableOfType(
            GatewayException.class,
            () ->
                Setup.of("m.x")
                    .provider(transport, upstream.url())
                    .chat(HELLO, Setup.call())
                    .close());

    assertThat(refusal.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(refusal.detail().type()).isEqualTo("ThrottlingException");
    assertThat(refusal.detail().headers())
        .contains(Map.entry("retry-after", "7"), Map.entry("llm_provider-x-amzn-requestid", "r1"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, ServiceQuotaExceededException, QUOTA, 400",
    "408, ModelTimeoutException, TIMEOUT, 408",
    "424, ModelErrorException, UPSTREAM, 424",
    "424, '', UPSTREAM, 424",
    "429, ModelNotReadyException, RATE_LIMIT, 429",
    "403, com.amazon.coral.service#InvalidSignatureException, AUTHENTICATION, 401",
    "404, ResourceNotFoundException, NOT_FOUND, 404",
    "503, ServiceUnavailableException, UNAVAILABLE, 503",
    "418, NewException, INVALID_REQUEST, 418"
  })
  void understandsExceptions(int status, String type, ErrorKind kind, int client) {
    GatewayException failure =
        new ErrorBody("bedrock", List.of()).of(status, type, "{\"message\":\"No.\"}", null);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource({
    "ValidationException, The provided model identifier is invalid., NOT_FOUND, 400",
    "ValidationException, Output blocked by content filtering policy, CONTENT_FILTER, 400",
    "ValidationException, prompt is too long: 9 tokens > 8 maximum, CONTEXT_LENGTH, 400",
    "ValidationException, Malformed input request, INVALID_REQUEST, 400",
    "AccessDeniedException, Authentication failed: make sure your API Key is valid, AUTHENTICATION, 401",
    "AccessDeniedException, Bearer Token has expired, AUTHENTICATION, 401",
    "ThrottlingException, 'Too many tokens per day, please wait', QUOTA, 429"
  })
  void understandsMessages(String type, String message, ErrorKind kind, int client) {
    int status = type.startsWith("Validation") ? 400 : type.startsWith("Access") ? 403 : 429;
    GatewayException failure =
        new ErrorBody("bedrock", List.of())
            .of(status, type, "{\"message\":\"" + message + "\"}", null);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(client);
    assertThat(failure.text()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_proxy:8080/aws, my_proxy:8080, /aws/model/m.x/converse",
    "https://u:p@Example.com:443, example.com, /model/m.x/converse",
    "http://[::1]:80/, [::1], /model/m.x/converse",
    "http://127.0.0.1:9/a%20b, 127.0.0.1:9, /a%20b/model/m.x/converse"
  })
  void knowsTheHostAndThePathOfARequest(String address, String host, String path) {
    HttpTarget target = new Endpoint(address, "eu-west-1", "m.x", Map.of()).model("converse");

    assertThat(Endpoint.host(target)).isEqualTo(host);
    assertThat(Endpoint.path(target)).isEqualTo(path);
  }

  @Test
  void asksForAWholeAnswerWhenTheModelCannotStream() {
    upstream.always(request ->
        request.target().endsWith("converse-stream")
            ? Reply.json(
                400, "{\"message\":\"This model doesn't support tool use in streaming mode.\"}")
            : Reply.json(WHOLE));
    Provider provider = Setup.of("m.x").provider(transport, upstream.url());
    ModelInfo info = new ModelInfo(null, null, null, null, Map.of("streaming", false), Map.of());

    assertThat(told(provider)).contains("text=Hi", "reason=STOP", "outputTokens=2");
    assertThat(told(Setup.of("m.x").info(info).provider(transport, upstream.url())))
        .contains("text=Hi");
    assertThat(upstream.requests())
        .extracting(Received::target)
        .containsExactly(
            "/model/m.x/converse-stream", "/model/m.x/converse", "/model/m.x/converse");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', without a message",
    "'{\"output\":{\"message\":{\"content\":[]}}}', does not say why it ended",
    "'{\"Output\":{\"__type\":\"a#UnknownOperationException\"}}', UnknownOperationException",
    "'nonsense', is not JSON"
  })
  void takesNoAnswerForAnAnswer(String body, String told) {
    upstream.always(Reply.json(body));

    assertThat(told(Setup.of("m.x").provider(transport, upstream.url())))
        .contains("failed with UPSTREAM")
        .contains(told);
  }

  @Test
  void takesAPageForNoStream() {
    upstream.always(Reply.page(200, "text/html", "<html><body>Welcome to the proxy</body></html>"));

    assertThat(told(Setup.of("m.x").provider(transport, upstream.url())))
        .isEqualTo(
            "failed with UPSTREAM, status 502, code null: The provider bedrock sent a stream that"
                + " has a frame whose lengths do not match their checksum.\n");
  }

  @Test
  void doesNotFollowRedirects() {
    upstream.always(Reply.status(307).header("Location", "https://elsewhere.example.com/"));

    assertThat(told(Setup.of("m.x").provider(transport, upstream.url())))
        .contains("redirects to https://elsewhere.example.com/");
  }

  /** Bytes that come after the count are none of ours, and none to wait for. */
  @Test
  void doesNotWaitAfterTheCount() {
    upstream.always(good().stall());

    assertThat(told(Setup.of("m.x").provider(transport, upstream.url())))
        .contains("outputTokens=2");
  }

  @Test
  void endsWithoutACountThatNeverComes() {
    String uncounted = EVENTS.substring(0, EVENTS.lastIndexOf('\n'));
    upstream.always(
        Reply.status(200)
            .header("Content-Type", "application/vnd.amazon.eventstream")
            .send(Frames.of(uncounted))
            .cut());

    assertThat(told(Setup.of("m.x").provider(transport, upstream.url())))
        .endsWith("Finished[choice=0, reason=STOP]\n");
  }

  @Test
  void listsWhatCanBeCalled() {
    upstream.always(request -> {
      if (request.target().equals("/foundation-models")) {
        return Reply.json(
            """
            {"modelSummaries":[
             {"modelId":"amazon.nova-pro-v1:0","providerName":"Amazon","outputModalities":["TEXT"],
              "inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"ACTIVE"}},
             {"modelId":"amazon.nova-pro-v1:0:24k","outputModalities":["TEXT"],
              "inferenceTypesSupported":["PROVISIONED"]},
             {"modelId":"old","outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"],
              "modelLifecycle":{"status":"LEGACY"}},
             {"modelId":"amazon.titan-embed-text-v2:0","outputModalities":["EMBEDDING"],
              "inferenceTypesSupported":["ON_DEMAND"]},
             {"modelId":"stability.x","outputModalities":["IMAGE"],
              "inferenceTypesSupported":["ON_DEMAND"]}]}\
            """);
      }
      return request.target().contains("nextToken=a%2Bb")
          ? Reply.json(
              "{\"inferenceProfileSummaries\":[{\"inferenceProfileId\":\"eu.meta.llama-x\"}]}")
          : Reply.json(
              "{\"inferenceProfileSummaries\":[{\"inferenceProfileId\":\"us.anthropic.claude-x\","
                  + "\"status\":\"ACTIVE\"}],\"nextToken\":\"a+b\"}");
    });

    List<UpstreamModel> models =
        Setup.of("*").provider(transport, upstream.url()).models(Setup.call());

    assertThat(models)
        .containsExactly(
            new UpstreamModel("amazon.nova-pro-v1:0", "amazon"),
            new UpstreamModel("amazon.titan-embed-text-v2:0", null),
            new UpstreamModel("us.anthropic.claude-x", "anthropic"),
            new UpstreamModel("eu.meta.llama-x", "meta"));
    assertThat(upstream.requests())
        .allMatch(request -> request.header("authorization").orElseThrow().contains("Signature="));
  }

  @Test
  void listsModelsAloneToWhomTheProfilesAreDenied() {
    upstream.always(request ->
        request.target().equals("/foundation-models")
            ? Reply.json("{\"modelSummaries\":[{\"modelId\":\"m.x\"}]}")
            : Reply.json(403, "{\"message\":\"not authorized\"}"));

    assertThat(Setup.of("*").provider(transport, upstream.url()).models(Setup.call()))
        .extracting(UpstreamModel::id)
        .containsExactly("m.x");
  }

  @Test
  void countsTokensByTheModelItself() {
    upstream.always(Reply.json("{\"inputTokens\":42}"));

    Answer.Counted counted =
        Setup.of(Setup.CLAUDE).provider(transport, upstream.url()).countTokens(HELLO, Setup.call());

    assertThat(counted).isEqualTo(new Answer.Counted(42, false));
    assertThat(upstream.request().target())
        .isEqualTo("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens");
    assertThat(upstream.request().json().at("/input/converse/messages/0/role").asString())
        .isEqualTo("user");
  }

  @Test
  void guessesTheTokensOfAModelThatIsNotCounted() {
    upstream.always(
        Reply.json(400, "{\"message\":\"The provided model doesn't support counting tokens.\"}"));
    Provider provider = Setup.of("m.x").provider(transport, upstream.url());

    assertThat(provider.countTokens(HELLO, Setup.call()).estimated()).isTrue();

    upstream.always(Reply.json("{}"));
    assertThatThrownBy(() -> provider.countTokens(HELLO, Setup.call()))
        .hasMessageContaining("sent no number of tokens");

    upstream.always(Reply.json(429, "{\"message\":\"Too many requests\"}"));
    assertThatThrownBy(() -> provider.countTokens(HELLO, Setup.call()))
        .hasMessageContaining("Too many requests");
  }

  @Test
  void embedsInEachVendorsWords() {
    Embeddings.Request texts = new Embeddings.Request("m", List.of("one", "two"), 256);
    upstream.always(
        Reply.json("{\"embeddings\":{\"float\":[[0.5,1],[2,3]]}}")
            .header("X-Amzn-Bedrock-Input-Token-Count", "9"));
    Embeddings.Result cohere =
        Setup.of("us.cohere.embed-v4:0")
            .provider(transport, upstream.url())
            .embed(texts, Setup.call());
    upstream.always(
        Reply.json("{\"embeddings\":[{\"embeddingType\":\"TEXT\",\"embedding\":[1,2]}]}"));
    Embeddings.Result nova =
        Setup.of("amazon.nova-2-multimodal-embeddings-v1:0")
            .provider(transport, upstream.url())
            .embed(texts, Setup.call());

    assertThat(cohere.vectors()).hasSize(2);
    assertThat(cohere.vectors().get(1)).containsExactly(2, 3);
    assertThat(cohere.usage().inputTokens()).isEqualTo(9);
    assertThat(upstream.requests().getFirst().text())
        .isEqualTo(
            "{\"input_type\":\"search_document\",\"texts\":[\"one\",\"two\"],"
                + "\"output_dimension\":256}");
    assertThat(nova.vectors()).hasSize(2);
    assertThat(upstream.requests().get(1).json().at("/singleEmbeddingParams/embeddingDimension"))
        .hasToString("256");
    assertThat(upstream.requests().get(1).target()).endsWith("/invoke");
  }

  @Test
  void failsWhenVectorsAreMissing() {
    upstream.always(Reply.json("{\"embeddings\":[[1,2]]}"));

    assertThatThrownBy(() ->
            Setup.of("cohere.embed-english-v3")
                .provider(transport, upstream.url())
                .embed(new Embeddings.Request("m", List.of("a", "b"), null), Setup.call()))
        .hasMessageContaining("sent 1 vectors for 2 texts");
  }

  @Test
  void endsTheUpstreamsCallWhenTheClientLeaves() {
    upstream.always(
        Reply.status(200)
            .header("Content-Type", "application/vnd.amazon.eventstream")
            .send(Frames.of(EVENTS.substring(0, EVENTS.indexOf("{\"messageStop"))))
            .stall());
    EventStream stream =
        Setup.of("m.x").provider(transport, upstream.url()).chat(HELLO, Setup.call());
    stream.next();
    stream.next();

    stream.close();

    assertThat(upstream.request().cancelled()).isTrue();
  }
}
