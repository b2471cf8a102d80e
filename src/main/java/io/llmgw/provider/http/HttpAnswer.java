package io.llmgw.provider.http;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer while it is read. Used by one thread; {@link #close} may be called by any
 * and ends the call unless {@link #finished} was said or the body was read to its end.
 */
public final class HttpAnswer implements AutoCloseable {
  private static final int FARTHEST_FIRST_BYTE = 1024;

  private final Response response;
  private final okhttp3.Call call;
  private final Watch watch;
  private final Failures failures;
  private final Runnable done;
  private final InputStream body;
  // a closing thread must not touch the body while another one reads it
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean finished;

  HttpAnswer(Response response, okhttp3.Call call, Watch watch, Failures failures, Runnable done) {
    this.response = response;
    this.call = call;
    this.watch = watch;
    this.failures = failures;
    this.done = done;
    this.body = new Body(response.body().byteStream());
  }

  public int status() {
    return response.code();
  }

  public @Nullable String header(String name) {
    return response.header(name);
  }

  /** Gives every header, name in lower case. */
  public void forEachHeader(BiConsumer<String, String> reader) {
    Headers headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      reader.accept(headers.name(i).toLowerCase(Locale.ROOT), headers.value(i));
    }
  }

  /** Whether the answer calls itself that media type. */
  public boolean isType(String mediaType) {
    String type = header("Content-Type");
    return type != null && type.regionMatches(true, 0, mediaType, 0, mediaType.length());
  }

  /**
   * Waits for the first byte of the body that is not white space, which tells what kind of body it
   * is whatever its type says, and leaves it there. -1 when there is none near the start.
   *
   * @throws GatewayException like reads of the body
   */
  public int firstByte() {
    return guarded(() -> {
      BufferedSource source = response.body().source();
      for (int i = 0; i < FARTHEST_FIRST_BYTE && source.request(i + 1L); i++) {
        byte b = source.getBuffer().getByte(i);
        if (b < 0 || b > ' ') {
          return b & 0xff;
        }
      }
      return -1;
    });
  }

  /** The body; its reads throw {@link GatewayException}, never an I/O exception. */
  public InputStream body() {
    return body;
  }

  /**
   * The whole body.
   *
   * @throws GatewayException also when it is longer than the limit
   */
  public byte[] readAll(int limit) {
    try {
      long announced = response.body().contentLength();
      byte[] bytes = new byte[announced >= 0 && announced < limit ? (int) announced + 1 : 8192];
      int length = 0;
      int count = 0;
      while (count >= 0) {
        length += count;
        if (length > limit) {
          throw new GatewayException(
              ErrorKind.UPSTREAM, "The provider's answer is longer than " + limit + " bytes.");
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, length * 2);
        }
        count = body.read(bytes, length, bytes.length - length);
      }
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    } catch (IOException failure) {
      throw failures.translate(failure);
    }
  }

  /** Says that what still comes is not worth a longer wait than that. */
  public void hurry(Duration wait) {
    watch.hurry(wait);
  }

  /**
   * Says that the answer is complete although bytes may follow, so that the connection can be used
   * again.
   */
  public void finished() {
    finished = true;
  }

  /** Does something with the answer, which is closed if that fails. */
  public <T> T closedOnFailure(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!finished) {
      call.cancel();
    }
    reading.lock();
    try {
      response.close();
    } finally {
      reading.unlock();
    }
    done.run();
  }

  private interface Waiting {
    int run() throws IOException;
  }

  private int guarded(Waiting wait) {
    reading.lock();
    try {
      if (closed.get()) {
        throw Failures.closed();
      }
      watch.waiting();
      int result = wait.run();
      watch.came();
      return result;
    } catch (IOException failure) {
      throw closed.get() ? Failures.closed() : failures.translate(failure);
    } finally {
      reading.unlock();
    }
  }

  private final class Body extends InputStream {
    private final InputStream in;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      if (length == 0) {
        // by the contract of streams this never waits
        return 0;
      }
      int count = guarded(() -> in.read(bytes, from, length));
      if (count < 0) {
        finished = true;
      }
      return count;
    }
  }
}
