package io.llmgw.server;

import io.llmgw.json.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers of the configured origins call the gateway, as Open WebUI's direct connections do.
 */
final class Cors {
  private static final String EXPOSED =
      "x-request-id, x-litellm-call-id, x-litellm-model-id, x-litellm-model-group, retry-after, server-timing";

  private Cors() {}

  /** Marks the answer as readable for the page that asks, if its origin is a configured one. */
  static void allow(Exchange exchange, List<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    String origin = exchange.header("Origin");
    exchange.answerHeader("Vary", "Origin");
    if (allowed(origin, origins)) {
      exchange.answerHeader("Access-Control-Allow-Origin", String.valueOf(origin));
      exchange.answerHeader("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  /** Answers a preflight, which carries no key. */
  static void preflight(Exchange exchange, List<String> origins) {
    if (allowed(exchange.header("Origin"), origins)) {
      exchange.answerHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      String wanted = exchange.header("Access-Control-Request-Headers");
      exchange.answerHeader(
          "Access-Control-Allow-Headers",
          wanted == null ? "authorization, content-type, accept" : wanted);
      exchange.answerHeader("Access-Control-Max-Age", "600");
      if ("true".equals(exchange.header("Access-Control-Request-Private-Network"))) {
        exchange.answerHeader("Access-Control-Allow-Private-Network", "true");
      }
    }
    exchange.respond(204, "", Payload.EMPTY);
  }

  static boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header("Access-Control-Request-Method") != null;
  }

  private static boolean allowed(@Nullable String origin, List<String> origins) {
    return origin != null && (origins.contains("*") || origins.contains(origin));
  }
}
