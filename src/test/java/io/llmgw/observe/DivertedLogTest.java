package io.llmgw.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DivertedLogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final org.slf4j.Logger log = LoggerFactory.getLogger("io.llmgw.diverted");
  private final ListAppender<ILoggingEvent> usual = new ListAppender<>();
  private final List<String> taken = new ArrayList<>();

  @BeforeEach
  void begin() {
    usual.setContext(root.getLoggerContext());
    usual.start();
    root.addAppender(usual);
  }

  @AfterEach
  void end() {
    root.detachAppender(usual);
  }

  @Test
  void handsWarningsOverAndDropsTheRest() {
    try (DivertedLog _ = new DivertedLog(taken::add)) {
      log.info("a request");
      log.warn("no model list from {}", "openai");
      log.error("broken", new IllegalStateException("why"));
    }

    assertThat(taken).containsExactly("no model list from openai", "broken");
    assertThat(usual.list).isEmpty();
  }

  @Test
  void givesTheLogBack() {
    try (DivertedLog _ = new DivertedLog(taken::add)) {
      log.warn("first");
    }
    log.warn("second");

    assertThat(taken).containsExactly("first");
    assertThat(usual.list).extracting(ILoggingEvent::getFormattedMessage).contains("second");
  }
}
