package io.llmgw.observe;

import ch.qos.logback.classic.Level;
import java.util.function.Consumer;

/**
 * Gives warnings and errors to a program that owns the terminal, on which log lines would spoil
 * what is drawn; lesser ones are dropped. The log goes where it went before once this is closed.
 */
public final class DivertedLog implements AutoCloseable {
  private final UsualAppenders usual = new UsualAppenders();
  private final HandingAppender taking;

  /**
   * Diverts the log.
   *
   * @param taker gets each message, without its time and level; called by whoever logs
   */
  public DivertedLog(Consumer<String> taker) {
    taking =
        new HandingAppender(
            usual.context(),
            event -> {
              if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                taker.accept(event.getFormattedMessage());
              }
            });
    usual.makeWayFor(taking);
  }

  @Override
  public void close() {
    usual.replace(taking);
  }
}
