package io.llmgw.server;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;

/** What an error says to clients about another try, in the headers all official SDKs read. */
public final class RetryHeaders {
  private RetryHeaders() {}

  public static void put(Exchange exchange, GatewayException error) {
    error.retryAfter().ifPresent(wait -> retryAfter(exchange, wait));
    if (!error.kind().retryable()) {
      // official clients repeat every 429 otherwise, also one that no patience helps
      exchange.answerHeader("x-should-retry", "false");
    }
    if (error.kind() == ErrorKind.AUTHENTICATION) {
      exchange.answerHeader("WWW-Authenticate", "Bearer");
    }
  }

  private static void retryAfter(Exchange exchange, Duration wait) {
    exchange.answerHeader("retry-after", Long.toString(wait.plusMillis(999).toSeconds()));
    exchange.answerHeader("retry-after-ms", Long.toString(wait.toMillis()));
  }
}
