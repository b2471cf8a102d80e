package io.llmgw.observe;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What writes the log when nothing else is wanted, and can make way for another for a while. */
final class UsualAppenders {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();

  UsualAppenders() {
    root.iteratorForAppenders().forEachRemaining(appenders::add);
  }

  LoggerContext context() {
    return root.getLoggerContext();
  }

  /** Writes one event, also while another stands in. */
  void write(ILoggingEvent event) {
    appenders.forEach(appender -> appender.doAppend(event));
  }

  void makeWayFor(Appender<ILoggingEvent> other) {
    root.addAppender(other);
    appenders.forEach(root::detachAppender);
  }

  /** Comes back for the other, which is stopped. */
  void replace(Appender<ILoggingEvent> other) {
    appenders.forEach(root::addAppender);
    root.detachAppender(other);
    other.stop();
  }
}
