package io.llmgw.provider.http;

import io.llmgw.model.Cancellation;
import io.llmgw.provider.TimeLimits;
import java.util.List;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;

/** Answers whose bodies are already in memory, for tests that need very many of them. */
public final class MemoryAnswer {
  private static final Request REQUEST =
      new Request.Builder().url("http://127.0.0.1/memory").build();
  // never run, only there to be cancelled
  private static final Call CALL = new OkHttpClient().newCall(REQUEST);

  private MemoryAnswer() {}

  /** An answer of that type whose body arrives in these pieces, one for each read. */
  public static HttpAnswer of(String contentType, List<byte[]> pieces) {
    ResponseBody body =
        ResponseBody.create(Okio.buffer(new Pieces(pieces)), MediaType.get(contentType), -1);
    Response response =
        new Response.Builder()
            .request(REQUEST)
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("")
            .header("Content-Type", contentType)
            .body(body)
            .build();
    Watch watch = new Watch(TimeLimits.NONE, CALL::cancel);
    Failures failures = new Failures(REQUEST.url(), watch, new Cancellation());
    return new HttpAnswer(response, CALL, watch, failures, () -> {});
  }

  private static final class Pieces implements Source {
    private final List<byte[]> pieces;
    private int next;

    Pieces(List<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    public long read(Buffer sink, long byteCount) {
      if (next == pieces.size()) {
        return -1;
      }
      byte[] piece = pieces.get(next++);
      sink.write(piece);
      return piece.length;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
