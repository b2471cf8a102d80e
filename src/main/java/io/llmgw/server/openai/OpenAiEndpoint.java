package io.llmgw.server.openai;

import io.llmgw.config.GeneralSettings;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.RawStream;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.Pulse;
import io.llmgw.server.RequestIds;
import io.llmgw.server.StreamOutput;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chat completions, legacy completions and embeddings. */
public final class OpenAiEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiEndpoint.class);
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final String JSON = "application/json";
  // events that are here already go out together, up to about this many bytes
  private static final int BATCH = 16 * 1024;

  private final Operation operation;
  private final Gateway gateway;
  private final Pulse pulse;
  private final InstantSource clock;
  private final AnswerHeaders headers;

  public OpenAiEndpoint(
      Operation operation, Gateway gateway, Pulse pulse, InstantSource clock, String version) {
    this.operation = operation;
    this.gateway = gateway;
    this.pulse = pulse;
    this.clock = clock;
    this.headers = new AnswerHeaders(version);
  }

  @Override
  public void handle(Exchange exchange, String modelInPath) {
    GeneralSettings settings = gateway.snapshot().config().general();
    String id = RequestIds.of(exchange);
    AnswerHeaders.putCallId(exchange, id);
    JsonObjectIndex body = RequestBody.read(exchange, operation, settings.maxRequestBytes());
    boolean stream = operation != Operation.EMBEDDING && body.isTrue(body.find("stream"));
    GatewayRequest request = request(exchange, body, modelInPath, stream, id);
    if (stream) {
      stream(exchange, request);
    } else {
      whole(exchange, request, gateway.send(request));
    }
  }

  private GatewayRequest request(
      Exchange exchange, JsonObjectIndex body, String modelInPath, boolean stream, String id) {
    String model = modelInPath.isEmpty() ? body.text("model") : modelInPath;
    return new GatewayRequest(
        id,
        model == null || model.isBlank() ? null : model,
        operation,
        new GatewayRequest.Raw(Protocol.OPENAI, body, stream, stream && usageWanted(body)),
        new Decoded(operation, body),
        exchange.cancellation(),
        TimeLimit.of(exchange, body));
  }

  private static boolean usageWanted(JsonObjectIndex body) {
    int options = body.find("stream_options");
    return body.type(options) == '{'
        && RequestBody.tree(body, options).path("include_usage").asBoolean(false);
  }

  /** Decodes the body when an upstream needs it decoded. */
  private record Decoded(Operation operation, JsonObjectIndex body)
      implements GatewayRequest.Meaning {
    @Override
    public ChatRequest chat() {
      return operation == Operation.COMPLETION
          ? ChatDecoder.completion(RequestBody.tree(body))
          : ChatDecoder.chat(RequestBody.tree(body));
    }

    @Override
    public Embeddings.Request embeddings() {
      return EmbeddingCodec.decode(RequestBody.tree(body));
    }
  }

  private void whole(Exchange exchange, GatewayRequest request, Served served) {
    try (Answer answer = served.answer()) {
      long start = System.nanoTime();
      Payload body =
          switch (answer) {
            case Answer.Whole whole -> whole.body();
            case Answer.Events events -> Payload.of(fold(events.stream(), request, served));
            case Answer.Embedded embedded ->
                Payload.of(
                    EmbeddingCodec.encode(embedded.result(), served.group(), base64(request)));
            case Answer.Raw _ ->
                throw new IllegalStateException("a raw stream for a client that wants none");
          };
      // an answer that is folded here is read from the upstream here
      headers.put(exchange, served, System.nanoTime() - start);
      exchange.respond(200, JSON, body);
    }
  }

  private byte[] fold(EventStream events, GatewayRequest request, Served served) {
    boolean legacy = operation == Operation.COMPLETION;
    return Fold.whole(events, answerId(request), served.group(), seconds(), legacy);
  }

  private static boolean base64(GatewayRequest request) {
    GatewayRequest.@Nullable Raw raw = request.raw();
    return raw != null && "base64".equals(raw.body().text("encoding_format"));
  }

  private void stream(Exchange exchange, GatewayRequest request) {
    StreamOutput out = new StreamOutput(exchange, EVENTS, PING);
    pulse.add(out);
    try {
      Served served = gateway.send(request);
      try (Answer answer = served.answer()) {
        headers.put(exchange, served, 0);
        pump(answer, request, served, out);
      }
      out.end();
    } catch (GatewayException failure) {
      broken(out, failure);
    } catch (RuntimeException fault) {
      LOG.error("stream failed", fault);
      broken(
          out, new GatewayException(ErrorKind.INTERNAL, "The gateway failed; its log says why."));
    } finally {
      pulse.remove(out);
      out.leave();
    }
  }

  /** Before the first byte a failure is an answer of its own; after it, an event. */
  private static void broken(StreamOutput out, GatewayException failure) {
    if (failure.kind() == ErrorKind.CANCELLED || out.giveUp()) {
      throw failure;
    }
    LOG.info("stream broke off: {}", failure.text());
    Bytes event = new Bytes(256).append("data: ").append(OpenAiErrors.json(failure)).append("\n\n");
    out.write(event.array(), 0, event.length());
    out.end();
  }

  private void pump(Answer answer, GatewayRequest request, Served served, StreamOutput out) {
    switch (answer) {
      case Answer.Raw raw -> pump(raw.stream(), out);
      case Answer.Events events -> pump(events.stream(), request, served, out);
      case Answer.Whole _, Answer.Embedded _ ->
          throw new IllegalStateException("a whole answer for a client that wants a stream");
    }
  }

  private static void pump(RawStream stream, StreamOutput out) {
    Bytes buffer = new Bytes(2 * 1024);
    int whole = 0;
    try {
      while (stream.next(buffer)) {
        whole = buffer.length();
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

  private void pump(EventStream stream, GatewayRequest request, Served served, StreamOutput out) {
    GatewayRequest.@Nullable Raw raw = request.raw();
    EventEncoder encoder =
        new EventEncoder(
            answerId(request),
            served.group(),
            seconds(),
            operation == Operation.COMPLETION,
            raw != null && raw.usageWanted());
    Bytes buffer = new Bytes(1024);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      encoder.encode(event, buffer);
      if (buffer.length() > 0) {
        out.write(buffer.array(), 0, buffer.length());
        buffer.clear(BATCH);
      }
    }
    EventEncoder.done(buffer);
    out.write(buffer.array(), 0, buffer.length());
  }

  private String answerId(GatewayRequest request) {
    return (operation == Operation.COMPLETION ? "cmpl-" : "chatcmpl-") + request.id();
  }

  private long seconds() {
    return clock.instant().getEpochSecond();
  }
}
