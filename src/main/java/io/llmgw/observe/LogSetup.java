package io.llmgw.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets the log up in code, found by the log library itself: lines on standard error. The level is
 * {@code -Dllmgw.log}, else info.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Names the level, such as {@code debug}. */
  public static final String LEVEL_PROPERTY = "llmgw.log";

  // a message quotes what clients and upstreams sent: no line of it may look like one of ours
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %replace(%msg){'[\r\n]+','\n    '}%n%ex";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.WARN);
    // what clients send that is no HTTP is theirs to know, and could fill the log
    context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR);
    context
        .getLogger("io.llmgw")
        .setLevel(Level.toLevel(System.getProperty(LEVEL_PROPERTY), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
