package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
  private static GatewayException error(int status, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ErrorBody.of("acme", status, bytes, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'No.','type':'t','param':'p','code':'c'}}",
        "{'error':'No.'}",
        "{'object':'error','message':'No.','type':'t','param':null,'code':40001}",
        "{'message':'No.'}",
        "{'detail':'No.'}",
        "{'code':'x','error':'No.'}",
        "[{'error':{'code':400,'message':'No.','status':'INVALID_ARGUMENT'}}]",
        "{'statusCode':400,'message':'No.'}",
        "{'error':{'message':'No.','code':null,'type':null}}"
      })
  void findsTheMessageInEveryShape(String body) {
    GatewayException failure = error(400, body);

    assertThat(failure.text()).isEqualTo("No.");
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(failure.status()).isEqualTo(400);
  }

  @Test
  void keepsTypeCodeParamAndWait() {
    byte[] body =
        "{\"error\":{\"message\":\"Slow.\",\"type\":\"tokens\",\"param\":\"x\",\"code\":429}}"
            .getBytes(StandardCharsets.UTF_8);

    GatewayException failure = ErrorBody.of("acme", 429, body, Duration.ofSeconds(7));

    assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(failure.detail().type()).isEqualTo("tokens");
    assertThat(failure.detail().code()).isEqualTo("429");
    assertThat(failure.detail().param()).isEqualTo("x");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void showsValidationDetailsAsTheyAre() {
    assertThat(error(422, "{'detail':[{'loc':['body','x'],'msg':'extra'}]}").text())
        .contains("extra", "body");
  }

  @Test
  void addsWhatTheProviderBehindARouterSaid() {
    assertThat(
            error(429, "{'error':{'message':'Provider error','metadata':{'raw':'Too fast'}}}")
                .text())
        .isEqualTo("Provider error: Too fast");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502 | <html><body>Bad Gateway nginx</body></html> | The provider acme answered with"
            + " status 502 and a web page instead of an API's answer; check its address"
            + " (api_base).",
        "503 | '' | The provider acme answered with status 503 and no message.",
        "500 | upstream connect error | The provider acme answered with status 500: upstream"
            + " connect error",
        "500 | {broken | The provider acme answered with status 500: {broken",
        "500 | {} | The provider acme answered with status 500 and no message.",
        "500 | [] | The provider acme answered with status 500 and no message."
      })
  void wrapsWhatIsNoError(int status, String body, String text) {
    assertThat(error(status, body).text()).isEqualTo(text);
    assertThat(error(status, body).status()).isEqualTo(status);
  }

  @Test
  void shortensALongText() {
    assertThat(error(500, "x".repeat(5000)).text()).hasSizeLessThan(600).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {'error':{'message':'x','code':'context_length_exceeded'}} | CONTEXT_LENGTH",
        "400 | {'error':{'message':'x','type':'exceed_context_size_error'}} | CONTEXT_LENGTH",
        "400 | {'message':'This model has a maximum context length of 8 tokens'} | CONTEXT_LENGTH",
        "400 | {'error':{'message':'x','code':'content_filter'}} | CONTENT_FILTER",
        "400 | {'error':{'message':'x','code':'content_policy_violation'}} | CONTENT_FILTER",
        "401 | {'error':{'message':'x'}} | AUTHENTICATION",
        "402 | {'error':{'message':'x'}} | QUOTA",
        "403 | {'error':{'message':'x'}} | PERMISSION",
        "403 | {'error':{'message':'x','code':'model_not_found'}} | NOT_FOUND",
        "404 | {'error':{'message':'x','code':'DeploymentNotFound'}} | NOT_FOUND",
        "408 | {'error':{'message':'x'}} | TIMEOUT",
        "413 | {'error':{'message':'x'}} | TOO_LARGE",
        "422 | {'error':{'message':'x'}} | UNPROCESSABLE",
        "429 | {'error':{'message':'x','code':'rate_limit_exceeded'}} | RATE_LIMIT",
        "429 | {'error':{'message':'x','type':'insufficient_quota'}} | QUOTA",
        "429 | {'error':{'message':'x','code':'credit_balance_exhausted'}} | QUOTA",
        "500 | {'error':{'message':'x'}} | UPSTREAM",
        "503 | {'error':{'message':'x'}} | UNAVAILABLE",
        "529 | {'error':{'message':'x'}} | UNAVAILABLE"
      })
  void knowsTheKind(int status, String body, ErrorKind kind) {
    GatewayException failure = error(status, body);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status == 529 ? 503 : status);
  }

  @Test
  void googlesWayToRefuseAKeyIsA401() {
    GatewayException failure =
        error(400, "[{'error':{'code':400,'message':'API key not valid. Please pass one.'}}]");

    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure.status()).isEqualTo(401);
  }

  @Test
  void saysWhoseKeyIsRefused() {
    assertThat(error(401, "{'error':{'message':'Incorrect API key.'}}").text())
        .isEqualTo("The provider acme refused the gateway's key: Incorrect API key.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'x','code':429}} | RATE_LIMIT | 429",
        "{'error':{'message':'x','code':'503'}} | UNAVAILABLE | 503",
        "{'error':{'message':'x','type':'rate_limit_error'}} | RATE_LIMIT | 429",
        "{'error':{'message':'x','type':'overloaded_error'}} | UNAVAILABLE | 503",
        "{'error':{'message':'x','type':'invalid_request_error'}} | INVALID_REQUEST | 400",
        "{'error':{'message':'x','type':'server_error'}} | UPSTREAM | 502",
        "{'error':{'message':'x','code':40012}} | UPSTREAM | 502",
        "{'error':'x'} | UPSTREAM | 502"
      })
  void knowsTheKindWithoutAStatus(String body, ErrorKind kind, int status) {
    GatewayException failure = error(0, body);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
  }

  @Test
  void hasASentenceForAnErrorThatSaysNothing() {
    assertThat(error(0, "{'error':{}}").text())
        .isEqualTo("The provider acme reported an error without a message.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'x'}}",
        "{'error':'x'}",
        "{'error':{'message':'x'},'choices':[{}]}",
        "{'object':'error','message':'x'}",
        "{'message':'x'}",
        "{'detail':[]}"
      })
  void recognisesAnErrorSentAsSuccess(String body) {
    assertThat(isError(body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[],'error':null}",
        "{'choices':[],'error':{}}",
        "{'choices':[],'error':''}",
        "{'choices':[],'message':'x'}",
        "{'data':[],'message':'x'}",
        "{'message':{'role':'assistant'}}",
        "{'usage':{}}",
        "{}"
      })
  void takesNothingElseForOne(String body) {
    assertThat(isError(body)).isFalse();
  }

  private static boolean isError(String body) {
    return ErrorBody.isError(
        JsonObjectIndex.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}
