package io.llmgw.server;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.keys.Lease;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that was let in, and what it uses. Used by one thread; whoever got it closes it. Does
 * nothing for a request without limits.
 */
final class Meter implements AutoCloseable {
  // as many characters make a token, roughly
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final GatewayRequest request;
  private final Lease lease;
  private final long estimate;
  private @Nullable Counting counting;
  private long frames;

  Meter(GatewayRequest request, Lease lease, long estimate) {
    this.request = request;
    this.lease = lease;
    this.estimate = estimate;
  }

  /** Has the request served; one that fails has used no tokens. */
  Served send(Gateway gateway) {
    try {
      return gateway.send(request);
    } catch (RuntimeException failure) {
      lease.settle(0);
      throw failure;
    }
  }

  /** The stream, counted as it is read. */
  EventStream counting(EventStream stream) {
    if (!lease.limited()) {
      return stream;
    }
    Counting counted = new Counting(stream);
    counting = counted;
    return counted;
  }

  /** Says that a frame of a raw stream was read. */
  void frame() {
    frames++;
  }

  /** Says that the answer was read, as far as it was. */
  void answered(Answer answer) {
    if (!lease.limited()) {
      return;
    }
    switch (answer) {
      case Answer.Whole whole -> settle(whole.usage());
      case Answer.Raw raw -> {
        Usage usage = raw.stream().usage();
        // a frame of a stream that was left before its end is about a token
        lease.settle(usage == null ? estimate + frames : usage.totalTokens());
      }
      case Answer.Embedded embedded -> settle(embedded.result().usage());
      case Answer.Counted _ -> lease.settle(0);
      case Answer.Events _ -> {
        Counting counted = counting;
        if (counted != null) {
          lease.settle(counted.tokens(estimate));
        }
      }
    }
  }

  private void settle(@Nullable Usage usage) {
    if (usage != null) {
      lease.settle(usage.totalTokens());
    }
  }

  /** Tells the client what is left, in the place of what is left at the provider. */
  void headers(Exchange exchange) {
    exchange.caller().headers().forEach(each -> put(exchange, each));
    if (lease.limited()) {
      lease.headers().forEach(each -> put(exchange, each));
    }
  }

  private static void put(Exchange exchange, Map.Entry<String, String> header) {
    exchange.answerHeader(header.getKey(), header.getValue());
  }

  @Override
  public void close() {
    lease.close();
  }

  /** Hands a stream on, and keeps the usage that is reported, or else guesses it from the text. */
  private static final class Counting implements EventStream {
    private final EventStream stream;
    private @Nullable Usage usage;
    private long characters;

    private Counting(EventStream stream) {
      this.stream = stream;
    }

    private long tokens(long input) {
      Usage reported = usage;
      return reported != null ? reported.totalTokens() : input + characters / CHARACTERS_PER_TOKEN;
    }

    @Override
    public @Nullable StreamEvent next() {
      StreamEvent event = stream.next();
      switch (event) {
        case StreamEvent.UsageReported reported -> usage = reported.usage();
        case StreamEvent.TextDelta delta -> characters += delta.text().length();
        case StreamEvent.ReasoningDelta delta -> characters += delta.text().length();
        case StreamEvent.RefusalDelta delta -> characters += delta.text().length();
        case StreamEvent.ToolCallDelta delta -> characters += delta.arguments().length();
        case null -> {}
        case StreamEvent.Started _,
            StreamEvent.ReasoningSealed _,
            StreamEvent.ToolCallStarted _,
            StreamEvent.Cited _,
            StreamEvent.Attached _,
            StreamEvent.Finished _ -> {}
      }
      return event;
    }

    @Override
    public AnswerHead head() {
      return stream.head();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
