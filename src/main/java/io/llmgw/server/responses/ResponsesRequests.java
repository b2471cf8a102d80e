package io.llmgw.server.responses;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import io.llmgw.server.JsonBody;
import java.time.InstantSource;
import java.util.Map;

/** Requests in the dialect of OpenAI's Responses API, as the gateway wants them. */
public final class ResponsesRequests {
  private ResponsesRequests() {}

  /**
   * A request that did not come over the network, and continues no earlier one.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong with it
   */
  public static GatewayRequest chat(String id, byte[] bytes, Cancellation cancellation) {
    JsonObjectIndex body = JsonBody.index(bytes);
    JsonBody.checkText(body, "model");
    JsonBody.checkFlag(body, "stream");
    InstantSource clock = InstantSource.system();
    Turn turn = new Turn(body, new ResponseStore(clock), clock, "");
    boolean stream = body.isTrue(body.find("stream"));
    return new GatewayRequest(
        id,
        body.text("model"),
        Operation.RESPONSE,
        new GatewayRequest.Raw(Protocol.RESPONSES, body, stream, true, Map.of()),
        turn,
        cancellation,
        null);
  }
}
