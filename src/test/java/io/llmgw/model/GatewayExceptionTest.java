package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayExceptionTest {

  @Test
  void answersWithTheStatusOfItsKind() {
    assertThat(new GatewayException(ErrorKind.NETWORK, "gone").status()).isEqualTo(502);
  }

  @Test
  void prefersTheStatusOfTheProvider() {
    ErrorDetail detail = new ErrorDetail(529, "overloaded_error", null, null, null);

    assertThat(new GatewayException(ErrorKind.UNAVAILABLE, "busy", detail).status()).isEqualTo(529);
  }

  @Test
  void knowsHowLongToWaitWhenTheProviderSaidSo() {
    ErrorDetail detail = ErrorDetail.ofCode("slow_down").withRetryAfter(Duration.ofSeconds(3));

    assertThat(new GatewayException(ErrorKind.RATE_LIMIT, "busy", detail).retryAfter())
        .contains(Duration.ofSeconds(3));
    assertThat(detail.code()).isEqualTo("slow_down");
    assertThat(new GatewayException(ErrorKind.RATE_LIMIT, "busy").retryAfter()).isEmpty();
  }

  @Test
  void keepsMessageParamAndCause() {
    IOException cause = new IOException("reset");
    GatewayException failure =
        new GatewayException(
            ErrorKind.INVALID_REQUEST, "n is wrong", ErrorDetail.ofParam("n"), cause);

    assertThat(failure.text()).isEqualTo("n is wrong");
    assertThat(failure.detail().param()).isEqualTo("n");
    assertThat(failure).hasCause(cause);
  }
}
