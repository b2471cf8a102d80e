package io.llmgw.bench;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive client connection with at most one request in flight, driven by a selector. Not
 * thread-safe. The owner closes it.
 */
final class Exchange implements AutoCloseable {
  private final Endpoint endpoint;
  private final NonceTemplate template;
  private final ByteBuffer outgoing;
  private final HttpMessage message = HttpMessage.response();
  private final AnswerCheck check;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private boolean inFlight;
  private long sentAt;
  private long firstEventAt;

  Exchange(Endpoint endpoint, NonceTemplate template, Script script) {
    this.endpoint = endpoint;
    this.template = template.copy();
    check = new AnswerCheck(script);
    outgoing = ByteBuffer.allocateDirect(this.template.stamp(0).length);
  }

  /** Connects; a connection that was open before is closed. */
  void open(Selector selector) throws IOException {
    close();
    SocketChannel opened = SocketChannel.open(endpoint.address());
    channel = opened;
    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opened.configureBlocking(false);
    key = opened.register(selector, SelectionKey.OP_READ, this);
  }

  void send(int nonce) throws IOException {
    outgoing.clear();
    outgoing.put(template.stamp(nonce)).flip();
    check.expect(template.packed());
    message.reset();
    firstEventAt = 0;
    inFlight = true;
    sentAt = System.nanoTime();
    write();
  }

  /** Moves on when the selector says so; true when the whole answer is there and right. */
  boolean advance(byte[] scratch) throws IOException {
    if (outgoing.hasRemaining()) {
      write();
    }
    int read = open().read(ByteBuffer.wrap(scratch));
    if (read == 0) {
      return false;
    }
    if (!inFlight) {
      throw new ProtocolException("connection closed or bytes sent between two requests");
    }
    if (read < 0) {
      message.end();
    } else if (message.feed(scratch, 0, read, check) < read) {
      throw new ProtocolException("bytes after the end of the answer");
    }
    if (firstEventAt == 0 && check.events() > 0) {
      firstEventAt = System.nanoTime();
    }
    if (!message.isDone()) {
      return false;
    }
    inFlight = false;
    verify();
    return true;
  }

  private void write() throws IOException {
    open().write(outgoing);
    int interest = SelectionKey.OP_READ | (outgoing.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key != null && key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  private void verify() throws ProtocolException {
    if (message.status() != 200) {
      throw new ProtocolException("status " + message.status() + ": " + check.start());
    }
    if (!check.isRight()) {
      throw new ProtocolException(check.complaint());
    }
  }

  private SocketChannel open() throws IOException {
    if (channel == null) {
      throw new IOException("not connected");
    }
    return channel;
  }

  boolean isInFlight() {
    return inFlight;
  }

  /** True when the last answer ended the connection, which then needs to be opened again. */
  boolean needsConnection() {
    return message.isClosing();
  }

  /** {@link System#nanoTime} when the request was sent. */
  long sentAt() {
    return sentAt;
  }

  /** {@link System#nanoTime} when the first content event was there; 0 before that. */
  long firstEventAt() {
    return firstEventAt;
  }

  /** Content events of this answer so far. */
  int events() {
    return check.events();
  }

  @Override
  public void close() throws IOException {
    inFlight = false;
    if (channel != null) {
      channel.close();
    }
  }
}
