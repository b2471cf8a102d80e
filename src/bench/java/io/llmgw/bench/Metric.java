package io.llmgw.bench;

/** A row of the table. */
enum Metric {
  RATE_1("requests/s, 1 connection"),
  RATE_32("requests/s, 32 connections"),
  RATE_256("requests/s, 256 connections"),
  CPU_1("CPU us/request, 1 connection"),
  CPU_32("CPU us/request, 32 connections"),
  CPU_256("CPU us/request, 256 connections"),
  P50_1("latency p50 us, 1 connection", true),
  P99_1("latency p99 us, 1 connection", true),
  P50_32("latency p50 us, 32 connections", true),
  P99_32("latency p99 us, 32 connections", true),
  FIRST_TOKEN("first token p50 us, 1 stream", true),
  FIRST_TOKEN_PACED("first token p50 us, 256 streams", true),
  EVENTS("events/s, 32 streams at full speed"),
  CPU_EVENT("CPU us/event, full speed"),
  CPU_EVENT_PACED("CPU us/event, 256 streams of 50/s"),
  START("process start to healthy, ms"),
  RSS("memory after start, RSS MB"),
  PSS("memory after start, PSS MB"),
  RSS_1000("memory, 1,000 idle streams, RSS MB"),
  PSS_1000("memory, 1,000 idle streams, PSS MB"),
  RSS_5000("memory, 5,000 idle streams, RSS MB"),
  PSS_5000("memory, 5,000 idle streams, PSS MB"),
  RSS_LOADED("memory after all of the load, RSS MB"),
  CANCEL("client gone to upstream closed, ms");

  private final String label;
  private final boolean added;

  Metric(String label) {
    this(label, false);
  }

  Metric(String label, boolean added) {
    this.label = label;
    this.added = added;
  }

  String label() {
    return label;
  }

  /** True when a target is shown by what it adds to the direct call of the same round. */
  boolean isAdded() {
    return added;
  }
}
