package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLendersTest {
  private static final String LENT =
      "{\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"s/+\",\"Token\":\"t==\","
          + "\"Expiration\":\"2026-11-21T14:00:00Z\"}";

  @TempDir private Path folder;
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();
  private Instant now = Instant.parse("2026-11-21T08:00:00Z");

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private KeyLenders lenders(Map<String, String> environment) {
    InstantSource clock = () -> now;
    return new KeyLenders(transport, clock, environment::get, folder.resolve("sys_vendor"));
  }

  private KeySource container(Map<String, String> environment) {
    return Objects.requireNonNull(lenders(environment).ofContainer());
  }

  private String address() {
    return upstream.url() + "/v1/credentials";
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("token"), text);
  }

  @Test
  void asksTheHostOfTheContainerAndKeepsWhatItSays() throws IOException {
    upstream.always(Reply.json(LENT));
    KeySource keys =
        container(
            Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", address(),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file("pod-token\n").toString()));

    AwsKeys first = keys.keys(Setup.call());
    AwsKeys second = keys.keys(Setup.call());

    assertThat(first.accessKeyId()).isEqualTo("ASIA1");
    assertThat(first.secretAccessKey().reveal()).isEqualTo("s/+");
    assertThat(Objects.requireNonNull(first.sessionToken()).reveal()).isEqualTo("t==");
    assertThat(second).isEqualTo(first);
    assertThat(upstream.requests()).hasSize(1);
    assertThat(upstream.request().header("authorization")).contains("pod-token");
  }

  @Test
  void asksAgainBeforeTheEnd() {
    upstream.always(Reply.json(LENT));
    KeySource keys = container(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address()));
    keys.keys(Setup.call());

    now = Instant.parse("2026-11-21T14:00:01Z");
    upstream.always(Reply.json(LENT.replace("ASIA1", "ASIA2").replace("T14", "T20")));

    assertThat(keys.keys(Setup.call()).accessKeyId()).isEqualTo("ASIA2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.com/creds", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/"})
  void sendsNothingToWhereAnyoneMayListen(String address) {
    assertThatThrownBy(() -> container(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }

  @Test
  void assumesTheRoleOfACluster() throws IOException {
    upstream.always(
        Reply.json(
            "{\"AssumeRoleWithWebIdentityResponse\":{\"AssumeRoleWithWebIdentityResult\":"
                + "{\"Credentials\":{\"AccessKeyId\":\"ASIA3\",\"SecretAccessKey\":\"s\","
                + "\"SessionToken\":\"t\",\"Expiration\":1795281600.0}}}}"));
    KeySource keys =
        Objects.requireNonNull(
            lenders(
                    Map.of(
                        "AWS_ROLE_ARN", "arn:aws:iam::1:role/llm",
                        "AWS_WEB_IDENTITY_TOKEN_FILE", file("a.b.c").toString(),
                        "AWS_ENDPOINT_URL_STS", upstream.url()))
                .ofRole("eu-west-1"));

    assertThat(keys.keys(Setup.call()).accessKeyId()).isEqualTo("ASIA3");
    Received request = upstream.request();
    assertThat(request.header("accept")).contains("application/json");
    assertThat(request.text())
        .isEqualTo(
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fllm&RoleSessionName=llmgw"
                + "&WebIdentityToken=a.b.c");
  }

  @ParameterizedTest
  @CsvSource({
    "403, '{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"Not you.\"}}', status 403: Not you.",
    "500, '<html>', status 500.",
    "200, '{}', answered without usable keys",
    "200, '{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\",\"Token\":\"c\"}', until when"
  })
  void tellsWhyThereAreNoKeys(int status, String body, String told) {
    upstream.always(Reply.json(status, body));
    KeySource keys = container(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address()));

    assertThatThrownBy(() -> keys.keys(Setup.call()))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining(told);
  }

  @Test
  void asksTheMachineForTheKeysOfItsRole() {
    upstream.always(request ->
        switch (request.method() + " " + request.target()) {
          case "PUT /latest/api/token" -> Reply.page(200, "text/plain", "meta-token");
          case "GET /latest/meta-data/iam/security-credentials/" ->
              Reply.page(200, "text/plain", "llm-role\n");
          case "GET /latest/meta-data/iam/security-credentials/llm-role" ->
              request.header("x-aws-ec2-metadata-token").equals(Optional.of("meta-token"))
                  ? Reply.json(LENT)
                  : Reply.json(401, "{}");
          default -> Reply.json(404, "{}");
        });
    KeySource keys =
        Objects.requireNonNull(
            lenders(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", upstream.url() + "/")).ofMachine());

    assertThat(keys.keys(Setup.call()).accessKeyId()).isEqualTo("ASIA1");
    assertThat(upstream.requests().getFirst().header("x-aws-ec2-metadata-token-ttl-seconds"))
        .contains("300");
  }

  @Test
  void tellsThatTheMachineHasNoRole() {
    upstream.always(request ->
        request.method().equals("PUT")
            ? Reply.page(200, "text/plain", "meta-token")
            : Reply.json(404, "{}"));
    KeySource keys =
        Objects.requireNonNull(
            lenders(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", upstream.url())).ofMachine());

    assertThatThrownBy(() -> keys.keys(Setup.call()))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("this machine has no role");
  }

  @Test
  void asksTheMachineOnlyWhereItIsOneOfAmazons() throws IOException {
    assertThat(lenders(Map.of()).ofMachine()).isNull();
    Files.writeString(folder.resolve("sys_vendor"), "QEMU\n");
    assertThat(lenders(Map.of()).ofMachine()).isNull();
    Files.writeString(folder.resolve("sys_vendor"), "Amazon EC2\n");
    assertThat(lenders(Map.of()).ofMachine()).isNotNull();
    assertThat(lenders(Map.of("AWS_EC2_METADATA_DISABLED", "true")).ofMachine()).isNull();
  }

  @Test
  void isNobodyElsewhere() {
    assertThat(lenders(Map.of()).ofContainer()).isNull();
    assertThat(lenders(Map.of("AWS_ROLE_ARN", "arn")).ofRole("eu-west-1")).isNull();
  }

  @Test
  void signsForADeploymentThatSaysNothing() {
    upstream.always(request ->
        request.method().equals("GET") && request.target().equals("/v1/credentials")
            ? Reply.json(LENT)
            : Reply.json(200, "{\"modelSummaries\":[]}"));

    Setup.of("m.x")
        .aws(new AwsIdentity(null, null, null, "eu-west-1", null, null))
        .environment(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address()))
        .provider(transport, upstream.url())
        .models(Setup.call());

    assertThat(upstream.requests().get(1).header("authorization").orElseThrow())
        .contains("Credential=ASIA1/");
    assertThat(upstream.requests().get(1).header("x-amz-security-token")).contains("t==");
  }
}
