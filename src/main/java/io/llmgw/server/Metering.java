package io.llmgw.server;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.keys.Caller;
import io.llmgw.keys.Client;
import io.llmgw.keys.Lease;
import io.llmgw.keys.Limits;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.model.TokenEstimate;
import io.llmgw.provider.Operation;
import java.util.List;

/** Lets requests in within what their keys allow: the models, and how much of them. Thread-safe. */
public final class Metering {
  private final Gateway gateway;
  private final Limits limits;

  public Metering(Gateway gateway, Limits limits) {
    this.gateway = gateway;
    this.limits = limits;
  }

  /**
   * Lets a request in.
   *
   * @return to be closed when the request is over
   * @throws io.llmgw.model.GatewayException when its key does not allow the model, or no more now
   */
  Meter admit(Caller caller, GatewayRequest request) {
    if (!(caller instanceof Client)) {
      return new Meter(request, Lease.UNLIMITED, 0);
    }
    Gateway.Asked named = gateway.asked(request.model());
    String given = named.name();
    String meant = caller.meant(given);
    Gateway.Asked asked = meant.equals(given) ? named : gateway.asked(meant);
    if (!AllowedModels.mayAsk(caller, asked.name(), asked.group())) {
      throw AllowedModels.denied(caller, given);
    }
    String group = asked.group().isEmpty() ? meant : asked.group().getFirst().config().modelName();
    List<Limits.Scope> scopes = caller.scopes(meant, group);
    boolean counted = request.operation() != Operation.TOKEN_COUNT && Limits.countsTokens(scopes);
    long estimate = counted ? estimate(request) : 0;
    Lease lease = limits.reserve(scopes, estimate);
    return new Meter(meant.equals(given) ? request : request.withModel(meant), lease, estimate);
  }

  private static long estimate(GatewayRequest request) {
    GatewayRequest.Raw raw = request.raw();
    if (raw != null) {
      JsonObjectIndex body = raw.body();
      return TokenEstimate.ofJson(body.bytes(), body.start(), body.end());
    }
    return switch (request.operation()) {
      case CHAT, COMPLETION, RESPONSE ->
          TokenEstimate.of(request.meaning().chat(new Fidelity(true)));
      case EMBEDDING -> estimate(request.meaning().embeddings());
      case TOKEN_COUNT -> 0;
    };
  }

  private static long estimate(Embeddings.Request request) {
    return request.inputs().stream().mapToLong(TokenEstimate::text).sum();
  }
}
