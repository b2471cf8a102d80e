package io.llmgw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.Bytes;
import io.llmgw.keys.Allowance;
import io.llmgw.keys.Lease;
import io.llmgw.keys.Limits;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.RawStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final Limits.Scope SCOPE =
      new Limits.Scope("key", "the key", null, new Allowance(null, 1_000L, null));

  private final Limits limits = new Limits(InstantSource.system());

  /** A stream that says so much about its usage, and no more. */
  private record Silent(@Nullable Usage usage) implements RawStream {
    @Override
    public boolean next(Bytes out) {
      return false;
    }

    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public void close() {}
  }

  private long usedAfter(@Nullable Usage usage, int frames) {
    Lease lease = limits.reserve(List.of(SCOPE), 100);
    try (Meter meter = new Meter(request(), lease, 100)) {
      for (int i = 0; i < frames; i++) {
        meter.frame();
      }
      meter.answered(new Answer.Raw(AnswerHead.EMPTY, new Silent(usage)));
    }
    try (Lease next = limits.reserve(List.of(SCOPE), 0)) {
      return 1_000
          - next.headers().stream()
              .filter(header -> header.getKey().equals("x-ratelimit-remaining-tokens"))
              .map(Map.Entry::getValue)
              .mapToLong(Long::parseLong)
              .sum();
    }
  }

  private static GatewayRequest request() {
    return GatewayRequest.chat("id", ChatRequest.of("m", List.of()), new Cancellation());
  }

  @Test
  void countsWhatTheUpstreamReports() {
    assertThat(usedAfter(Usage.of(30, 12), 5)).isEqualTo(42);
  }

  /** Or whoever leaves before the last frame would never use a token. */
  @Test
  void countsTheFramesOfAStreamThatWasLeftBeforeItsEnd() {
    assertThat(usedAfter(null, 7)).isEqualTo(107);
  }
}
