package io.llmgw.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;

/** Hands every event to somebody; started when made. */
final class HandingAppender extends AppenderBase<ILoggingEvent> {
  private final Consumer<ILoggingEvent> taker;

  HandingAppender(LoggerContext context, Consumer<ILoggingEvent> taker) {
    this.taker = taker;
    setContext(context);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    taker.accept(event);
  }
}
