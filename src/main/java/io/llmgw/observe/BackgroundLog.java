package io.llmgw.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Has the log written by a thread of its own, which drops lines, the less important ones first,
 * rather than hold a request up. Closing it writes what waits, for a second at most, and lets those
 * who log write for themselves again: whoever ends the process closes this last, else the last
 * lines are lost.
 */
public final class BackgroundLog implements AutoCloseable {
  private static final int QUEUE = 1024;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
  private final AsyncAppender queue = new AsyncAppender();

  /** Puts a queue before whatever writes the log now. */
  public BackgroundLog() {
    root.iteratorForAppenders().forEachRemaining(before::add);
    Writing writing = new Writing(before);
    writing.setContext(root.getLoggerContext());
    writing.start();
    queue.setContext(root.getLoggerContext());
    queue.setQueueSize(QUEUE);
    queue.setNeverBlock(true);
    queue.addAppender(writing);
    queue.start();
    root.addAppender(queue);
    before.forEach(root::detachAppender);
  }

  @Override
  public void close() {
    before.forEach(root::addAppender);
    root.detachAppender(queue);
    queue.stop();
  }

  /** Stands for the ones before, which a queue that ends would stop. */
  private static final class Writing extends AppenderBase<ILoggingEvent> {
    private final List<Appender<ILoggingEvent>> appenders;

    Writing(List<Appender<ILoggingEvent>> appenders) {
      this.appenders = List.copyOf(appenders);
    }

    @Override
    protected void append(ILoggingEvent event) {
      appenders.forEach(appender -> appender.doAppend(event));
    }
  }
}
