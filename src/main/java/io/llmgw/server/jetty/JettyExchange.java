package io.llmgw.server.jetty;

import io.llmgw.json.Bytes;
import io.llmgw.json.Payload;
import io.llmgw.keys.Caller;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.Exchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An exchange over Jetty's request and response. */
final class JettyExchange implements Exchange {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final Caller NOBODY = new Caller.Anyone("");
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  // memory is given for what came, not for what is announced
  private static final int FIRST_BYTES = 1 << 20;
  // read and thrown away so that a client which does not listen while it sends still gets to see
  // why it is refused
  private static final long MOST_DISCARDED = 256L << 20;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Cancellation cancellation = new Cancellation();
  private final @Nullable WatchedEndPoint endPoint;
  private Caller caller = NOBODY;
  private volatile boolean committed;
  private boolean over;

  JettyExchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.endPoint =
        request.getConnectionMetaData().getConnection().getEndPoint()
                instanceof WatchedEndPoint watched
            ? watched
            : null;
    if (endPoint != null) {
      endPoint.requestBegins();
    }
    // a long answer is not an idle connection; reads and writes that hang still fail by the idle
    // limit
    request.addIdleTimeoutListener(_ -> false);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  @Override
  public @Nullable String query(String name) {
    if (request.getHttpURI().getQuery() == null) {
      return null;
    }
    try {
      return Request.extractQueryParameters(request).getValue(name);
    } catch (RuntimeException _) {
      // the decoders throw what comes to hand; it is always the query
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The query of the address is not well formed: what follows '%' must be UTF-8 in"
              + " hexadecimal digits.");
    }
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public boolean local() {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
  }

  @Override
  public byte[] body(long limit) {
    long announced = request.getLength();
    long most = Math.min(limit, LONGEST_ARRAY);
    if (announced > most) {
      discard(announced);
      throw tooLarge(limit);
    }
    byte[] body = announced >= 0 ? exactly((int) announced) : upTo(most);
    if (endPoint != null) {
      endPoint.watch(cancellation::cancel);
    }
    return body;
  }

  private byte[] exactly(int length) {
    byte[] body = new byte[Math.min(length, FIRST_BYTES)];
    int at = 0;
    for (boolean more = length > 0; more; ) {
      Content.Chunk chunk = read();
      int count = chunk.remaining();
      if (at + count > body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, Math.max(at + count, 2L * body.length)));
      }
      chunk.getByteBuffer().get(body, at, count);
      at += count;
      more = !chunk.isLast();
      chunk.release();
    }
    return at == body.length ? body : Arrays.copyOf(body, at);
  }

  private byte[] upTo(long limit) {
    Bytes body = new Bytes(8 * 1024);
    for (boolean more = true; more; ) {
      Content.Chunk chunk = read();
      byte[] piece = new byte[chunk.remaining()];
      chunk.getByteBuffer().get(piece);
      more = !chunk.isLast();
      chunk.release();
      if (body.length() + (long) piece.length > limit) {
        if (more) {
          discard(0);
        }
        throw tooLarge(limit);
      }
      body.append(piece);
    }
    return body.toByteArray();
  }

  /**
   * Reads the rest of a body that is not wanted, unless it is announced to be, or turns out, far
   * too long.
   */
  private void discard(long announced) {
    boolean waitsForLeave = request.getHeaders().contains(HttpHeader.EXPECT);
    if (waitsForLeave || announced > MOST_DISCARDED) {
      return;
    }
    long discarded = 0;
    for (boolean more = true; more && discarded <= MOST_DISCARDED; ) {
      Content.Chunk chunk = read();
      discarded += chunk.remaining();
      more = !chunk.isLast();
      chunk.release();
    }
  }

  /** The next piece of the body, waited for. */
  private Content.Chunk read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        await();
      } else if (Content.Chunk.isFailure(chunk)) {
        throw unreadable(chunk.getFailure());
      } else {
        return chunk;
      }
    }
  }

  private void await() {
    try (Blocker.Runnable blocker = Blocker.runnable()) {
      request.demand(blocker);
      blocker.block();
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private GatewayException unreadable(Throwable failure) {
    if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
      return new GatewayException(
          ErrorKind.TIMEOUT,
          "The request's body did not arrive in time.",
          ErrorDetail.NONE,
          failure);
    }
    if (failure instanceof HttpException broken) {
      return new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The request's body is broken: " + broken.getReason() + ".",
          new ErrorDetail(broken.getCode(), null, null, null, null),
          failure);
    }
    return gone(failure);
  }

  private static GatewayException tooLarge(long limit) {
    return new GatewayException(
        ErrorKind.TOO_LARGE,
        "The request is larger than the "
            + (limit >> 20)
            + " MiB this gateway takes (general_settings.max_request_size_mb).");
  }

  private GatewayException gone(Throwable failure) {
    cancellation.cancel();
    return new GatewayException(
        ErrorKind.CANCELLED, "The client closed the connection.", ErrorDetail.NONE, failure);
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public void caller(Caller known) {
    caller = known;
  }

  @Override
  public long age() {
    return System.nanoTime() - request.getHeadersNanoTime();
  }

  @Override
  public void answerHeader(String name, String value) {
    if (!committed) {
      response.getHeaders().put(name, value);
    }
  }

  @Override
  public boolean committed() {
    return committed;
  }

  @Override
  public void respond(int status, String contentType, Payload body) {
    head(status, contentType);
    byte[] bytes = body.toByteArray();
    if (status != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    }
    send(true, ByteBuffer.wrap(bytes));
    finish();
  }

  @Override
  public void start(int status, String contentType) {
    head(status, contentType);
  }

  private void head(int status, String contentType) {
    response.setStatus(status);
    if (!contentType.isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }
    committed = true;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    send(false, ByteBuffer.wrap(bytes, from, length));
  }

  @Override
  public void end() {
    send(true, NOTHING.slice());
    finish();
  }

  private void send(boolean last, ByteBuffer bytes) {
    try (Blocker.Callback blocker = Blocker.callback()) {
      response.write(last, bytes, blocker);
      blocker.block();
    } catch (IOException failure) {
      throw gone(failure);
    }
  }

  @Override
  public void abort() {
    if (!over) {
      over = true;
      unwatch();
      // of the kind that Jetty logs no stack trace of: clients leave all the time
      callback.failed(new EofException("the answer broke off"));
    }
  }

  private void finish() {
    over = true;
    unwatch();
    callback.succeeded();
  }

  private void unwatch() {
    if (endPoint != null) {
      endPoint.requestEnds();
    }
  }

  /** Completes the exchange if nobody did. */
  void close() {
    if (!over) {
      abort();
    }
  }
}
