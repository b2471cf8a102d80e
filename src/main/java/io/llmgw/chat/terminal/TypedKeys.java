package io.llmgw.chat.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keys for a terminal that is only imagined. When they are used up, Ctrl-D is pressed again and
 * again until the terminal is closed: at an end of its own it would close under the chat, with keys
 * in it that nobody has read.
 */
final class TypedKeys extends InputStream {
  private static final int CTRL_D = 4;
  private static final long PAUSE_MILLIS = 100;

  private final InputStream keys;
  private final CountDownLatch over = new CountDownLatch(1);

  TypedKeys(InputStream keys) {
    this.keys = keys;
  }

  @Override
  public int read() throws IOException {
    int key = keys.read();
    return key >= 0 ? key : end();
  }

  /** One at a time, as they are typed. */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int key = read();
    if (key < 0) {
      return -1;
    }
    buffer[offset] = (byte) key;
    return 1;
  }

  private int end() {
    try {
      return over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS) ? -1 : CTRL_D;
    } catch (InterruptedException _) {
      // the terminal pauses: its thread looks whether it shall go on, after this key
      return CTRL_D;
    }
  }

  /** The terminal is closed. */
  @Override
  public void close() {
    over.countDown();
  }
}
