package io.llmgw.provider;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.TokenEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One configured upstream, ready to be called: the vendor's protocol, the address, the key and the
 * model of one deployment. Implementations are thread-safe and keep no state of a call. Every
 * method blocks, ends early when the call's cancellation is raised, and throws {@link
 * GatewayException} with a message fit for the person who asked.
 */
public interface Provider {

  /**
   * Starts a chat answer. The upstream has accepted the request when this returns; events come as
   * they are read. The caller closes the stream, which ends the upstream call if it still runs.
   *
   * @param request {@code request.model()} is the name the client used, not the upstream's
   */
  EventStream chat(ChatRequest request, Call call);

  /** Embeds texts. The default says that this upstream cannot. */
  default Embeddings.Result embed(Embeddings.Request request, Call call) {
    throw new GatewayException(
        ErrorKind.INVALID_REQUEST, "The model '" + request.model() + "' cannot make embeddings.");
  }

  /** Counts the input tokens of a request. The default, for upstreams that cannot, guesses. */
  default Answer.Counted countTokens(ChatRequest request, Call call) {
    return new Answer.Counted(TokenEstimate.of(request), true);
  }

  /** What {@link #chat} would send, without sending it or asking anyone. */
  Preview preview(ChatRequest request, Call call);

  /**
   * The names the upstream offers now, for wildcard entries and checks; empty when it has no list.
   */
  List<UpstreamModel> models(Call call);

  /**
   * The deployments of an upstream whose owner names them, as Azure's; empty for every other, and
   * where the upstream does not tell.
   *
   * @throws GatewayException when the upstream would tell, but not us or not now
   */
  default List<UpstreamDeployment> deployments(Call call) {
    return List.of();
  }

  /**
   * The lane for requests that already speak the upstream's protocol, or null when there is none
   * for it.
   */
  default @Nullable Passthrough passthrough(Protocol protocol) {
    return null;
  }
}
