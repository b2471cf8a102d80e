package io.llmgw.server;

import io.llmgw.config.GeneralSettings;
import io.llmgw.keys.Caller;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes: its id, the browser's rules, the limit of requests at once, the route,
 * the key; and what every failure becomes. Thread-safe.
 */
public final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final String LEFT =
      "The client closed its side of the connection before the answer, which counts as leaving.";

  private final Routes routes;
  private final Supplier<GeneralSettings> settings;
  private final Admission admission;
  private final Callers callers;
  private final ErrorShape errors;

  /**
   * Puts the front together.
   *
   * @param settings the settings in force now
   * @param errors how failures look that belong to no route
   */
  public Front(
      Routes routes,
      Supplier<GeneralSettings> settings,
      Admission admission,
      Callers callers,
      ErrorShape errors) {
    this.routes = routes;
    this.settings = settings;
    this.admission = admission;
    this.callers = callers;
    this.errors = errors;
  }

  /** Answers one request; never throws. */
  public void handle(Exchange exchange) {
    GeneralSettings now = settings.get();
    RequestIds.accept(exchange);
    Cors.allow(exchange, now.corsOrigins());
    Routes.Match match = routes.find(exchange.method(), exchange.path());
    ErrorShape shape = match == null ? errors : match.route().errors();
    try {
      if (Cors.isPreflight(exchange)) {
        Cors.preflight(exchange, now.corsOrigins());
      } else if (match == null) {
        throw noRoute(exchange);
      } else if (match.route().access() == Access.OPEN) {
        match.route().endpoint().handle(exchange, match.parameter());
      } else {
        admitted(exchange, match, now);
      }
    } catch (GatewayException failure) {
      answer(exchange, shape, failure);
    } catch (RuntimeException fault) {
      LOG.error("request {} {} failed", exchange.method(), exchange.path(), fault);
      answer(
          exchange,
          shape,
          new GatewayException(ErrorKind.INTERNAL, "The gateway failed; its log says why."));
    }
  }

  private void admitted(Exchange exchange, Routes.Match match, GeneralSettings now) {
    Caller caller = callers.of(exchange, now);
    exchange.caller(caller);
    check(caller, exchange, match.route().access());
    if (!admission.enter(now.maxConcurrentRequests())) {
      boolean draining = admission.draining();
      if (draining) {
        exchange.answerHeader("Connection", "close");
      }
      throw new GatewayException(
          ErrorKind.UNAVAILABLE,
          draining
              ? "The gateway is shutting down."
              : "The gateway serves as many requests as it may.",
          ErrorDetail.NONE.withRetryAfter(RETRY));
    }
    try {
      match.route().endpoint().handle(exchange, match.parameter());
    } finally {
      admission.leave();
    }
  }

  private static void check(Caller caller, Exchange exchange, Access access) {
    boolean master = access == Access.ADMIN;
    String path = Routes.tidy(exchange.path());
    if ((master && !caller.mayAdminister()) || !caller.mayUse(path)) {
      throw new GatewayException(
          ErrorKind.PERMISSION,
          master
              ? path + " needs the master key."
              : "%s may not use %s.".formatted(caller.shown(), path),
          new ErrorDetail(403, "auth_error", null, null, null));
    }
  }

  private static void answer(Exchange exchange, ErrorShape shape, GatewayException failure) {
    boolean left = failure.kind() == ErrorKind.CANCELLED || exchange.cancellation().isCancelled();
    if (left) {
      LOG.debug("client left {} {}", exchange.method(), exchange.path());
    } else if (exchange.committed()) {
      LOG.warn("answer to {} {} broke off: {}", exchange.method(), exchange.path(), failure.text());
    } else {
      LOG.info("{} {} {} {}", failure.status(), exchange.method(), exchange.path(), failure.text());
    }
    if (exchange.committed()) {
      exchange.abort();
    } else {
      // also for a client that left, since one that only closed its half of the connection still
      // reads
      write(exchange, shape, left ? new GatewayException(ErrorKind.CANCELLED, LEFT) : failure);
    }
  }

  private static void write(Exchange exchange, ErrorShape shape, GatewayException failure) {
    failure.detail().headers().forEach(h -> exchange.answerHeader(h.getKey(), h.getValue()));
    try {
      // has the last word on those it sets itself
      shape.write(exchange, failure);
    } catch (GatewayException gone) {
      LOG.debug("client left before its error: {}", gone.text());
    }
  }

  private GatewayException noRoute(Exchange exchange) {
    Set<String> methods = routes.methods(exchange.path());
    if (methods.isEmpty()) {
      return new GatewayException(
          ErrorKind.NOT_FOUND,
          "There is no " + exchange.path() + " here. Chat is at POST /v1/chat/completions.",
          new ErrorDetail(404, "not_found_error", null, null, null));
    }
    exchange.answerHeader("Allow", String.join(", ", methods));
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        exchange.path()
            + " takes "
            + String.join(", ", methods)
            + ", not "
            + exchange.method()
            + ".",
        new ErrorDetail(405, "invalid_request_error", null, null, null));
  }
}
