package io.llmgw.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The libraries of the gateway with no gateway between them: Jetty core takes a request, OkHttp
 * posts its body, the answer is copied back.
 */
final class NullProxy extends Handler.Abstract {
  private static final MediaType JSON = MediaType.get("application/json");

  private final String upstreamUrl;
  private final OkHttpClient client;

  NullProxy(int upstreamPort) {
    upstreamUrl = "http://127.0.0.1:" + upstreamPort + "/v1/chat/completions";
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(8192, 5, TimeUnit.MINUTES))
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofMinutes(5))
            .followRedirects(false)
            .build();
  }

  /** Serves until the process ends. */
  void serve(int port) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.STRICT);
    configuration.setSendServerVersion(false);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setAcceptQueueSize(4096);
    connector.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    server.addConnector(connector);
    server.setHandler(this);
    server.start();
    server.join();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (request.getHttpURI().getPath().startsWith("/health")) {
      Content.Sink.write(response, true, "I'm alive!", callback);
      return true;
    }
    byte[] body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
    try (okhttp3.Response answer = client.newCall(post(body)).execute()) {
      response.setStatus(answer.code());
      copy(answer, response, callback);
    }
    return true;
  }

  private okhttp3.Request post(byte[] body) {
    return new okhttp3.Request.Builder()
        .url(upstreamUrl)
        .header("Authorization", "Bearer sk-bench")
        .header("Accept-Encoding", "identity")
        .post(RequestBody.create(body, JSON))
        .build();
  }

  private static void copy(okhttp3.Response answer, Response response, Callback callback)
      throws IOException {
    ResponseBody body = answer.body();
    String type = answer.header("Content-Type");
    if (type != null) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    }
    if (body.contentLength() >= 0) {
      byte[] bytes = body.bytes();
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
      response.write(true, ByteBuffer.wrap(bytes), callback);
      return;
    }
    BufferedSource source = body.source();
    byte[] piece = new byte[8192];
    for (int read = source.read(piece); read >= 0; read = source.read(piece)) {
      Content.Sink.write(response, false, ByteBuffer.wrap(piece, 0, read));
    }
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }
}
