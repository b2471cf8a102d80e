package io.llmgw.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogSetupTest {
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() {
    LogSetup setup = new LogSetup();
    setup.setContext(context);
    setup.configure(context);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private ConsoleAppender<ILoggingEvent> console() {
    return (ConsoleAppender<ILoggingEvent>) root().iteratorForAppenders().next();
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private String line(String message, @Nullable Throwable thrown) {
    var event =
        new LoggingEvent("caller", context.getLogger("x"), Level.INFO, message, thrown, null);
    return new String(console().getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void writesALineOfTimeLevelAndMessage() {
    assertThat(line("hello", null)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  hello\\R");
  }

  @Test
  void letsNoMessagePretendToBeALineOfItsOwn() {
    assertThat(line("model 'x\r\n12:00:00.000 ERROR forged' is unknown", null).lines())
        .hasSize(2)
        .last()
        .isEqualTo("    12:00:00.000 ERROR forged' is unknown");
  }

  @Test
  void writesWhereAFaultComesFrom() {
    assertThat(line("failed", new IllegalStateException("why")))
        .contains("java.lang.IllegalStateException: why")
        .contains("at io.llmgw.observe.LogSetupTest");
  }

  @Test
  void writesToStandardError() {
    assertThat(console().getTarget()).isEqualTo("System.err");
  }

  @Test
  void saysLittleOfWhatLibrariesSay() {
    assertThat(root().getLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("io.llmgw").getLevel()).isEqualTo(Level.INFO);
    assertThat(context.getLogger("org.eclipse.jetty.http.HttpParser").isWarnEnabled()).isFalse();
  }
}
