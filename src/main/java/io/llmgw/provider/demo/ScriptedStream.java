package io.llmgw.provider.demo;

import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays a script as an answer: one take for each choice asked for, one after the other. */
final class ScriptedStream implements EventStream {
  private final StreamEvent.Started opening;
  private final List<Take> takes;
  private final Pacing pacing;
  private final long inputTokens;
  private boolean started;
  private boolean over;
  private int current;

  ScriptedStream(StreamEvent.Started opening, List<Take> takes, Pacing pacing, long inputTokens) {
    this.opening = opening;
    this.takes = List.copyOf(takes);
    this.pacing = pacing;
    this.inputTokens = inputTokens;
  }

  @Override
  public @Nullable StreamEvent next() {
    if (over) {
      return null;
    }
    pacing.check();
    if (!started) {
      pacing.beforeFirst();
      started = true;
      return opening;
    }
    if (current == takes.size()) {
      over = true;
      return new StreamEvent.UsageReported(usage());
    }
    return nextOf(takes.get(current));
  }

  private StreamEvent nextOf(Take take) {
    StreamEvent event = take.next();
    if (take.finished()) {
      current++;
    } else {
      pacing.beforeNext();
    }
    return event;
  }

  private Usage usage() {
    long output = takes.stream().mapToLong(Take::tokens).sum();
    long reasoning = takes.stream().mapToLong(Take::reasoningTokens).sum();
    return new Usage(inputTokens, output, 0, 0, reasoning);
  }

  @Override
  public AnswerHead head() {
    return AnswerHead.EMPTY;
  }

  @Override
  public void close() {
    pacing.end();
  }
}
