package io.llmgw.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BackgroundLogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final org.slf4j.Logger log = LoggerFactory.getLogger("io.llmgw.background");
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private final Slow slow = new Slow();

  @BeforeEach
  void begin() {
    root.iteratorForAppenders().forEachRemaining(usual::add);
    usual.forEach(root::detachAppender);
    slow.setContext(root.getLoggerContext());
    slow.start();
    root.addAppender(slow);
  }

  @AfterEach
  void end() {
    root.detachAppender(slow);
    usual.forEach(root::addAppender);
  }

  @Test
  void holdsNobodyUpWhoLogs() {
    try (BackgroundLog _ = new BackgroundLog()) {
      log.warn("first");
      log.warn("second");

      assertThat(slow.written).isEmpty();
      slow.gate.countDown();
    }
  }

  @Test
  void writesAllThatWaitsBeforeItEnds() {
    try (BackgroundLog _ = new BackgroundLog()) {
      log.warn("first");
      log.warn("second");
      slow.gate.countDown();
    }

    assertThat(slow.written).containsExactly("first", "second");
  }

  @Test
  void givesTheLogBack() {
    slow.gate.countDown();
    try (BackgroundLog _ = new BackgroundLog()) {
      log.warn("first");
    }
    log.warn("second");

    assertThat(slow.written).containsExactly("first", "second");
  }

  @Test
  void dropsLinesWhenNobodyReadsThem() {
    try (BackgroundLog _ = new BackgroundLog()) {
      for (int line = 0; line < 5_000; line++) {
        log.warn("line {}", line);
      }
      slow.gate.countDown();
    }

    assertThat(slow.written).startsWith("line 0").hasSizeBetween(1_024, 4_999);
  }

  /** Writes once its gate is open. */
  private static final class Slow extends AppenderBase<ILoggingEvent> {
    final CountDownLatch gate = new CountDownLatch(1);
    final List<String> written = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      try {
        gate.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      written.add(event.getFormattedMessage());
    }
  }
}
