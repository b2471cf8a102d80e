package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RequestSignerTest {
  private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
  private static final AwsKeys KEYS =
      new AwsKeys("AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null);

  /** A case of AWS's own test suite. */
  record Vector(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException {
    try (InputStream in = RequestSignerTest.class.getResourceAsStream("sigv4.json")) {
      List<Vector> vectors = new ArrayList<>();
      for (JsonNode vector : Json.MAPPER.readTree(Objects.requireNonNull(in)).path("vectors")) {
        vectors.add(new Vector(vector.path("name").asString(), vector));
      }
      assertThat(vectors).hasSizeGreaterThan(20);
      return vectors;
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signsAsAwsDoes(Vector vector) {
    JsonNode json = vector.json();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (JsonNode header : json.path("headers")) {
      headers.add(Map.entry(header.path("name").asString(), header.path("value").asString()));
    }
    RequestSigner.Unsigned request =
        new RequestSigner.Unsigned(
            json.path("method").asString(),
            json.path("path").asString(),
            json.path("query").asString(),
            headers,
            json.path("body").asString().getBytes(StandardCharsets.UTF_8));
    Secret token = json.has("token") ? new Secret(json.path("token").asString()) : null;
    AwsKeys keys = new AwsKeys(KEYS.accessKeyId(), KEYS.secretAccessKey(), token);

    Map<String, String> added = new RequestSigner("us-east-1", "service").sign(request, keys, THEN);

    assertThat(added.get("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
        .endsWith(", Signature=" + json.path("signature").asString());
    assertThat(added.get("X-Amz-Date")).isEqualTo("20150830T123600Z");
  }

  @Test
  void encodesAPathThatIsEncodedAlready() {
    assertThat(RequestSigner.encoded("/model/anthropic.claude-v2%3A1/converse", true))
        .isEqualTo("/model/anthropic.claude-v2%253A1/converse");
    assertThat(RequestSigner.encoded("arn:aws:bedrock:us-east-1:1:inference-profile/us.a", false))
        .isEqualTo("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.a");
  }

  @Test
  void signsTheSessionToken() {
    AwsKeys lent = new AwsKeys("A", KEYS.secretAccessKey(), new Secret("lent"));
    RequestSigner.Unsigned request =
        new RequestSigner.Unsigned("GET", "/", "", List.of(Map.entry("Host", "a")), new byte[0]);

    Map<String, String> added = new RequestSigner("eu-west-1", "bedrock").sign(request, lent, THEN);

    assertThat(added).containsEntry("X-Amz-Security-Token", "lent");
    assertThat(added.get("Authorization"))
        .contains(
            "/eu-west-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token");
  }
}
