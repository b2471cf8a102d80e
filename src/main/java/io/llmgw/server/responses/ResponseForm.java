package io.llmgw.server.responses;

import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.RawStream;
import io.llmgw.server.StreamForm;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A response as a stream of events. */
final class ResponseForm implements StreamForm {
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Turn turn;
  private @Nullable ResponseWriter writer;
  private @Nullable RawStream passed;

  ResponseForm(Turn turn) {
    this.turn = turn;
  }

  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public byte[] keepAlive() {
    return PING;
  }

  @Override
  public Writer writer(Served served) {
    ResponseWriter made = new ResponseWriter(turn, served.group());
    writer = made;
    return made;
  }

  @Override
  public void passing(RawStream stream) {
    passed = stream;
  }

  @Override
  public byte[] failure(GatewayException failure) {
    ResponseWriter begun = writer;
    Bytes out = new Bytes(512);
    if (begun == null) {
      long number = passed == null ? 0 : passed.nextNumber();
      ResponseWriter.event("error", Failures.event(failure), number, out);
    } else {
      begun.fail(failure, out);
    }
    return out.toByteArray();
  }
}
