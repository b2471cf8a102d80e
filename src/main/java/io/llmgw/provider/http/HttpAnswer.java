package io.llmgw.provider.http;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BiConsumer;
import okhttp3.Headers;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer while it is read. Used by one thread; {@link #close} may be called by any and ends the call
 * unless {@link #finished} was said or the body was read to its end.
 */
public final class HttpAnswer implements AutoCloseable {
  private final Response response;
  private final okhttp3.Call call;
  private final Watch watch;
  private final Failures failures;
  private final Runnable done;
  private final InputStream body;
  private volatile boolean finished;

  HttpAnswer(
      Response response, okhttp3.Call call, Watch watch, Failures failures, Runnable done) {
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
      reader.accept(headers.name(i).toLowerCase(java.util.Locale.ROOT), headers.value(i));
    }
  }

  /** Whether the answer calls itself that media type. */
  public boolean isType(String mediaType) {
    String type = header("Content-Type");
    return type != null && type.regionMatches(true, 0, mediaType, 0, mediaType.length());
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

  /** Says that the answer is complete although bytes may follow, so that the connection can be used again. */
  public void finished() {
    finished = true;
  }

  @Override
  public void close() {
    if (!finished) {
      call.cancel();
    }
    response.close();
    done.run();
  }

  private final class Body extends InputStream {
    private final InputStream in;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      try {
        int count = in.read(bytes, from, length);
        watch.progress();
        if (count < 0) {
          finished = true;
        }
        return count;
      } catch (IOException failure) {
        throw failures.translate(failure);
      }
    }
  }
}
