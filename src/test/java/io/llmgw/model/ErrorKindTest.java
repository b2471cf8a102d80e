package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorKindTest {

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "401, AUTHENTICATION",
    "402, QUOTA",
    "403, PERMISSION",
    "404, NOT_FOUND",
    "405, INVALID_REQUEST",
    "408, TIMEOUT",
    "409, INVALID_REQUEST",
    "413, TOO_LARGE",
    "422, UNPROCESSABLE",
    "429, RATE_LIMIT",
    "500, UPSTREAM",
    "502, UPSTREAM",
    "503, UNAVAILABLE",
    "504, TIMEOUT",
    "529, UNAVAILABLE",
    "599, UPSTREAM",
  })
  void readsTheStatusOfAnUpstream(int status, ErrorKind kind) {
    assertThat(ErrorKind.ofStatus(status)).isEqualTo(kind);
  }

  @Test
  void triesAgainOnlyWhatMaySucceedLater() {
    assertThat(Arrays.stream(ErrorKind.values()).filter(ErrorKind::retryable))
        .containsExactlyInAnyOrder(
            ErrorKind.TIMEOUT,
            ErrorKind.RATE_LIMIT,
            ErrorKind.UPSTREAM,
            ErrorKind.NETWORK,
            ErrorKind.UNAVAILABLE);
  }

  @Test
  void answersEveryKindWithAnErrorStatus() {
    assertThat(ErrorKind.values()).allMatch(kind -> kind.status() >= 400 && kind.status() < 600);
  }
}
