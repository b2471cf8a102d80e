package io.llmgw.probe;

import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer, heard to its end.
 *
 * @param pieces how many parts of it came one after the other
 * @param tool the tool it called; null for none
 * @param firstToken null when it held nothing
 */
record Heard(
    String text,
    int pieces,
    @Nullable String tool,
    @Nullable String model,
    @Nullable FinishReason finish,
    Usage usage,
    @Nullable Duration firstToken,
    Duration took,
    List<Map.Entry<String, String>> headers) {

  /**
   * Reads the stream to its end.
   *
   * @param start the moment the question was asked, by {@link System#nanoTime}
   */
  static Heard all(EventStream stream, long start) {
    Ear ear = new Ear(start);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      ear.hear(event);
    }
    return new Heard(
        ear.text.toString(),
        ear.pieces,
        ear.tool,
        ear.model,
        ear.finish,
        ear.usage,
        ear.firstToken,
        Duration.ofNanos(System.nanoTime() - start),
        stream.head().headers());
  }

  private static final class Ear {
    private final long start;
    private final StringBuilder text = new StringBuilder();
    private int pieces;
    private @Nullable String tool;
    private @Nullable String model;
    private @Nullable FinishReason finish;
    private Usage usage = Usage.of(0, 0);
    private @Nullable Duration firstToken;

    Ear(long start) {
      this.start = start;
    }

    void hear(StreamEvent event) {
      switch (event) {
        case StreamEvent.Started started -> model = started.model();
        case StreamEvent.TextDelta delta -> {
          piece();
          text.append(delta.text());
        }
        case StreamEvent.RefusalDelta delta -> {
          piece();
          text.append(delta.text());
        }
        case StreamEvent.ToolCallStarted call -> {
          piece();
          tool = call.name();
        }
        case StreamEvent.ReasoningDelta _, StreamEvent.ToolCallDelta _, StreamEvent.Attached _ ->
            piece();
        case StreamEvent.ReasoningSealed _, StreamEvent.Cited _ -> {}
        case StreamEvent.Finished finished -> finish = finished.reason();
        case StreamEvent.UsageReported reported -> usage = reported.usage();
      }
    }

    private void piece() {
      pieces++;
      if (firstToken == null) {
        firstToken = Duration.ofNanos(System.nanoTime() - start);
      }
    }
  }
}
