package io.llmgw.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator: one thread, one selector, all connections of a step. It costs the machine
 * less than a thread per connection, which matters because it shares the cores with what it
 * measures.
 */
final class LoadLoop implements AutoCloseable {
  private static final long DRAIN_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int ERROR_LIMIT = 100;
  private static final int FIRST_NONCE = 10_000_000;
  private static final int LAST_NONCE = 99_999_999;

  private final LoadStep step;
  private final CpuMeter cpu;
  private final Selector selector = Selector.open();
  private final byte[] scratch = new byte[64 * 1024];
  private final List<Exchange> exchanges = new ArrayList<>();
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram firstEvent = new LatencyHistogram();
  private final Errors errors = new Errors();
  private int nonce = FIRST_NONCE;
  private long answers;
  private long events;
  private boolean stopping;

  private LoadLoop(LoadStep step, CpuMeter cpu) throws IOException {
    this.step = step;
    this.cpu = cpu;
  }

  /** Runs one step to its end and closes every connection. */
  static StepResult run(LoadStep step, CpuMeter cpu) throws IOException {
    try (LoadLoop loop = new LoadLoop(step, cpu)) {
      return loop.run();
    }
  }

  private StepResult run() throws IOException {
    openAll();
    pump(System.nanoTime() + step.ramp().toNanos());
    answers = 0;
    events = 0;
    latency.clear();
    firstEvent.clear();
    double cpuBefore = cpu.seconds();
    long from = System.nanoTime();
    pump(from + step.measured().toNanos());
    double seconds = (System.nanoTime() - from) / 1e9;
    double cpuUsed = cpu.seconds() - cpuBefore;
    long measuredAnswers = answers;
    long measuredEvents = events;
    drain();
    return new StepResult(
        measuredAnswers, measuredEvents, seconds, cpuUsed, latency, firstEvent, errors);
  }

  private void openAll() throws IOException {
    long from = System.nanoTime();
    NonceTemplate template = step.endpoint().request(step.script());
    for (int count = 0; count < step.connections() && !isHopeless(); count++) {
      Exchange exchange = new Exchange(step.endpoint(), template, step.script());
      exchanges.add(exchange);
      open(exchange);
      pump(from + step.spread().toNanos() * (count + 1) / step.connections());
    }
  }

  private void open(Exchange exchange) {
    try {
      exchange.open(selector);
      exchange.send(nextNonce());
    } catch (IOException failure) {
      errors.add(failure);
    }
  }

  private void pump(long until) throws IOException {
    while (!isHopeless()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      selector.select(this::advance, Math.max(1, left / 1_000_000));
    }
  }

  private void advance(SelectionKey key) {
    Exchange exchange = (Exchange) key.attachment();
    int eventsBefore = exchange.events();
    boolean hadFirst = exchange.firstEventAt() != 0;
    try {
      boolean answered = exchange.advance(scratch);
      events += exchange.events() - eventsBefore;
      if (!hadFirst && exchange.firstEventAt() != 0) {
        firstEvent.record(exchange.firstEventAt() - exchange.sentAt());
      }
      if (answered) {
        answers++;
        latency.record(System.nanoTime() - exchange.sentAt());
        next(exchange);
      }
    } catch (IOException failure) {
      errors.add(failure);
      restart(exchange);
    }
  }

  private void next(Exchange exchange) throws IOException {
    if (stopping) {
      exchange.close();
    } else if (exchange.needsConnection()) {
      exchange.open(selector);
      exchange.send(nextNonce());
    } else {
      exchange.send(nextNonce());
    }
  }

  private void restart(Exchange exchange) {
    try {
      exchange.close();
    } catch (IOException failure) {
      errors.add(failure);
    }
    if (!stopping && !isHopeless()) {
      open(exchange);
    }
  }

  /** True when the step goes on to no purpose: it ends early, and its errors say why. */
  private boolean isHopeless() {
    return errors.total() >= ERROR_LIMIT;
  }

  private int nextNonce() {
    nonce = nonce == LAST_NONCE ? FIRST_NONCE : nonce + 1;
    return nonce;
  }

  /** Lets the requests in flight end: an answer that never comes is an error. */
  private void drain() throws IOException {
    stopping = true;
    long deadline = System.nanoTime() + DRAIN_NANOS;
    while (exchanges.stream().anyMatch(Exchange::isInFlight)) {
      if (System.nanoTime() > deadline) {
        break;
      }
      selector.select(this::advance, 10);
    }
    for (Exchange exchange : exchanges) {
      if (exchange.isInFlight()) {
        errors.add("no answer within " + Duration.ofNanos(DRAIN_NANOS).toSeconds() + " s");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Exchange exchange : exchanges) {
      exchange.close();
    }
    selector.close();
  }
}
