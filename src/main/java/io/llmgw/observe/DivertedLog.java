package io.llmgw.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Gives warnings and errors to a program that owns the terminal, on which log lines would spoil
 * what is drawn; lesser ones are dropped. The log goes where it went before once this is closed.
 */
public final class DivertedLog implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
  private final Appender<ILoggingEvent> taking;

  /**
   * Diverts the log.
   *
   * @param taker gets each message, without its time and level; called by whoever logs
   */
  public DivertedLog(Consumer<String> taker) {
    taking = new Taking(taker);
    taking.setContext(root.getLoggerContext());
    taking.start();
    root.iteratorForAppenders().forEachRemaining(before::add);
    before.forEach(root::detachAppender);
    root.addAppender(taking);
  }

  @Override
  public void close() {
    root.detachAppender(taking);
    taking.stop();
    before.forEach(root::addAppender);
  }

  private static final class Taking extends AppenderBase<ILoggingEvent> {
    private final Consumer<String> taker;

    Taking(Consumer<String> taker) {
      this.taker = taker;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        taker.accept(event.getFormattedMessage());
      }
    }
  }
}
