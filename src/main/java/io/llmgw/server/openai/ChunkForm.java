package io.llmgw.server.openai;

import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.server.StreamForm;
import java.nio.charset.StandardCharsets;

/** A stream of chunks; the parameters are those of {@link EventEncoder}. */
record ChunkForm(String id, long now, boolean legacy, boolean usageWanted) implements StreamForm {
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

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
    EventEncoder encoder = new EventEncoder(id, served.group(), now, legacy, usageWanted);
    return new Writer() {
      @Override
      public void write(StreamEvent event, Bytes out) {
        encoder.encode(event, out);
      }

      @Override
      public void end(Bytes out) {
        EventEncoder.done(out);
      }
    };
  }

  @Override
  public byte[] failure(GatewayException failure) {
    return new Bytes(256)
        .append("data: ")
        .append(OpenAiErrors.json(failure))
        .append("\n\n")
        .toByteArray();
  }
}
