package io.llmgw.server;

import io.llmgw.json.Payload;
import io.llmgw.keys.Caller;
import io.llmgw.model.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, blocking. Handled by one thread; {@link #write} may be called by
 * others if they take turns. Failures to write mean that the client is gone: they raise the
 * cancellation and throw.
 */
public interface Exchange {

  String method();

  /** The path as it was sent, still percent-encoded, without the query. */
  String path();

  /** The first value of a query parameter, decoded; null when it is not there. */
  @Nullable String query(String name);

  @Nullable String header(String name);

  /** Whether the request came over a loopback address. */
  boolean local();

  /**
   * Reads the whole body; from then on a client that goes away is noticed at once.
   *
   * @throws io.llmgw.model.GatewayException when it is longer than the limit, or does not come
   */
  byte[] body(long limit);

  /**
   * Raised when the client goes away. One that closes its side of the connection once its request
   * is sent counts as gone, although it might still read: the two cannot be told apart before
   * something is written, and an answer nobody waits for costs money.
   */
  Cancellation cancellation();

  /** Who it comes from; known once the request has passed the front. */
  Caller caller();

  /** Says who it comes from. */
  void caller(Caller caller);

  /** Nanoseconds since the request's head had been read. */
  long age();

  /** Sets a header of the answer; has no effect after the first byte went out. */
  void answerHeader(String name, String value);

  /** Whether the first byte of the answer went out. */
  boolean committed();

  /** Sends a whole answer. */
  void respond(int status, String contentType, Payload body);

  /** Begins an answer that is written piece by piece. */
  void start(int status, String contentType);

  /** Sends a piece at once. */
  void write(byte[] bytes, int from, int length);

  /** Ends an answer that was begun with {@link #start}. */
  void end();

  /** Breaks the connection off, so that the client cannot take what it has for the whole. */
  void abort();
}
