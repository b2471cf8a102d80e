package io.llmgw.server;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.RawStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests served and brings the answers to their clients, whatever the dialect. Thread-safe.
 */
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final String JSON = "application/json";
  // events that are here already go out together, up to about this many bytes
  private static final int BATCH = 16 * 1024;

  private final Gateway gateway;
  private final Metering metering;
  private final Pulse pulse;
  private final AnswerHeaders headers;

  /** Delivers what that gateway serves; {@code version} is what clients are told of the gateway. */
  public Delivery(Gateway gateway, Metering metering, Pulse pulse, String version) {
    this.gateway = gateway;
    this.metering = metering;
    this.pulse = pulse;
    this.headers = new AnswerHeaders(version);
  }

  /** Serves a request with an answer in one piece. */
  public void whole(Exchange exchange, GatewayRequest request, WholeForm form) {
    try (Meter meter = metering.admit(exchange.caller(), request)) {
      Served served = meter.send(gateway);
      try (Answer answer = served.answer()) {
        long start = System.nanoTime();
        Payload body = read(answer, served, form, meter);
        // an answer that is folded here is read from the upstream here
        headers.put(exchange, served, System.nanoTime() - start);
        meter.headers(exchange);
        exchange.respond(200, JSON, body);
      }
    }
  }

  /** The whole answer; one that breaks off has used what came of it. */
  private static Payload read(Answer answer, Served served, WholeForm form, Meter meter) {
    try {
      return switch (answer) {
        case Answer.Whole whole -> whole.body();
        case Answer.Events events -> form.chat(meter.counting(events.stream()), served);
        case Answer.Embedded embedded -> form.embeddings(embedded.result(), served);
        case Answer.Counted count -> form.count(count);
        case Answer.Raw _ ->
            throw new IllegalStateException("a raw stream for a client that wants none");
      };
    } finally {
      meter.answered(answer);
    }
  }

  /**
   * Serves a request with a stream. A failure before its first byte is thrown, for an answer of its
   * own; a later one becomes an event.
   */
  public void stream(Exchange exchange, GatewayRequest request, StreamForm form) {
    try (Meter meter = metering.admit(exchange.caller(), request)) {
      stream(exchange, meter, form);
    }
  }

  private void stream(Exchange exchange, Meter meter, StreamForm form) {
    StreamOutput out = new StreamOutput(exchange, form.contentType(), form.keepAlive());
    pulse.add(out);
    try {
      Served served = meter.send(gateway);
      try (Answer answer = served.answer()) {
        headers.put(exchange, served, 0);
        meter.headers(exchange);
        try {
          pump(answer, served, form, out, meter);
        } finally {
          meter.answered(answer);
        }
      }
      out.end();
    } catch (GatewayException failure) {
      broken(out, failure, form);
    } catch (RuntimeException fault) {
      LOG.error("stream failed", fault);
      broken(
          out,
          new GatewayException(ErrorKind.INTERNAL, "The gateway failed; its log says why."),
          form);
    } finally {
      pulse.remove(out);
      out.leave();
    }
  }

  private static void broken(StreamOutput out, GatewayException failure, StreamForm form) {
    if (failure.kind() == ErrorKind.CANCELLED || out.giveUp()) {
      throw failure;
    }
    LOG.info("stream broke off: {}", failure.text());
    byte[] event = form.failure(failure);
    out.write(event, 0, event.length);
    out.end();
  }

  private static void pump(
      Answer answer, Served served, StreamForm form, StreamOutput out, Meter meter) {
    switch (answer) {
      case Answer.Raw raw -> {
        form.passing(raw.stream());
        pump(raw.stream(), out, meter);
      }
      case Answer.Events events -> pump(meter.counting(events.stream()), form.writer(served), out);
      case Answer.Whole _, Answer.Embedded _, Answer.Counted _ ->
          throw new IllegalStateException("a whole answer for a client that wants a stream");
    }
  }

  private static void pump(RawStream stream, StreamOutput out, Meter meter) {
    Bytes buffer = new Bytes(2 * 1024);
    int whole = 0;
    try {
      while (stream.next(buffer)) {
        whole = buffer.length();
        meter.frame();
        if (!stream.ready() || whole > BATCH) {
          out.write(buffer.array(), 0, whole);
          buffer.clear(BATCH);
          whole = 0;
        }
      }
    } finally {
      // also what came together with the failure that ends the stream
      if (whole > 0) {
        out.write(buffer.array(), 0, whole);
      }
    }
  }

  private static void pump(EventStream stream, StreamForm.Writer writer, StreamOutput out) {
    Bytes buffer = new Bytes(1024);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      writer.write(event, buffer);
      if (buffer.length() > 0) {
        out.write(buffer.array(), 0, buffer.length());
        buffer.clear(BATCH);
      }
    }
    writer.end(buffer);
    out.write(buffer.array(), 0, buffer.length());
  }
}
