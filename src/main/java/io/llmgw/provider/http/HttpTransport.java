package io.llmgw.provider.http;

import io.llmgw.json.Payload;
import io.llmgw.provider.Call;
import io.llmgw.provider.Lazy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and hands answers out as they come. Redirects are never followed, since they would
 * carry the key along. One instance, with its pool of connections, serves a whole gateway.
 * Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
  private static final int IDLE_CONNECTIONS = 512;

  private final Lazy<OkHttpClient> client;
  // apart, because reading the machine's trusted certificates takes a good part of the start-up
  // time, and not every gateway speaks TLS; it shares the other's connections and threads
  private final Lazy<OkHttpClient> secureClient;
  private final Watchdog watchdog = new Watchdog();

  /**
   * Makes a transport.
   *
   * @param connectTimeout limit to reach an upstream, for TCP and for TLS each
   * @param proxies which proxy to use for an address, {@link ProxySelector#getDefault()} for the
   *     JVM's
   */
  public HttpTransport(Duration connectTimeout, ProxySelector proxies) {
    client = new Lazy<>(() -> plain(connectTimeout, proxies));
    secureClient = new Lazy<>(() -> secure(client.get()));
  }

  private static OkHttpClient plain(Duration connectTimeout, ProxySelector proxies) {
    return new OkHttpClient.Builder()
        .connectTimeout(connectTimeout)
        // the watchdog's work, see there
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .followRedirects(false)
        .followSslRedirects(false)
        .proxySelector(proxies)
        .addNetworkInterceptor(HttpTransport::untyped)
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 55, TimeUnit.SECONDS))
        .build();
  }

  /**
   * The client takes the media type of every answer apart, with regular expressions that cost as
   * much as reading all the headers; here it is only looked at as the text that it is.
   */
  private static Response untyped(Interceptor.Chain chain) throws IOException {
    Response answer = chain.proceed(chain.request());
    ResponseBody body = answer.body();
    return answer
        .newBuilder()
        .body(ResponseBody.create(body.source(), null, body.contentLength()))
        .build();
  }

  private static OkHttpClient secure(OkHttpClient plain) {
    return plain
        .newBuilder()
        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
        .build();
  }

  public HttpAnswer get(HttpTarget target, Map<String, String> headers, Call call) {
    return send(request(target, headers).get().build(), call);
  }

  /** Puts nothing, as the metadata service of AWS wants to be asked for a token. */
  public HttpAnswer put(HttpTarget target, Map<String, String> headers, Call call) {
    return send(request(target, headers).put(RequestBody.EMPTY).build(), call);
  }

  /** Posts JSON. */
  public HttpAnswer post(HttpTarget target, Map<String, String> headers, Payload body, Call call) {
    return send(request(target, headers).post(new PayloadBody(JSON, body)).build(), call);
  }

  /** Posts a form, as token endpoints want it; the payload is already encoded. */
  public HttpAnswer postForm(
      HttpTarget target, Map<String, String> headers, Payload body, Call call) {
    return send(request(target, headers).post(new PayloadBody(FORM, body)).build(), call);
  }

  private static Request.Builder request(HttpTarget target, Map<String, String> headers) {
    Request.Builder request = new Request.Builder().url(target.url).headers(target.headers);
    headers.forEach(request::header);
    return request;
  }

  private HttpAnswer send(Request request, Call call) {
    call.cancellation().check();
    okhttp3.Call running = client(request).newCall(request);
    Runnable end = running::cancel;
    Watch watch = new Watch(call.limits(), end);
    Failures failures = new Failures(request.url(), watch, call.cancellation());
    watchdog.add(watch);
    call.cancellation().onCancel(end);
    try {
      return new HttpAnswer(
          running.execute(), running, watch, failures, () -> done(watch, call, end));
    } catch (IOException failure) {
      done(watch, call, end);
      throw failures.translate(failure);
    } catch (RuntimeException fault) {
      done(watch, call, end);
      throw fault;
    }
  }

  private OkHttpClient client(Request request) {
    return request.isHttps() ? secureClient.get() : client.get();
  }

  private void done(Watch watch, Call call, Runnable end) {
    watchdog.remove(watch);
    call.cancellation().clear(end);
  }

  /** Closes idle connections; calls that still run go on. */
  @Override
  public void close() {
    watchdog.close();
    OkHttpClient made = client.ifMade();
    if (made != null) {
      made.connectionPool().evictAll();
      made.dispatcher().executorService().shutdown();
    }
  }

  /** A body that is sent from where it lies. */
  private static final class PayloadBody extends RequestBody {
    private final MediaType type;
    private final Payload payload;

    PayloadBody(MediaType type, Payload payload) {
      this.type = type;
      this.payload = payload;
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return payload.length();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      OutputStream out = sink.outputStream();
      payload.writeTo(out);
    }
  }
}
