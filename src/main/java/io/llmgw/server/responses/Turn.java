package io.llmgw.server.responses;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.server.JsonBody;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request, its place in a conversation, and the answer it gets if it has to be translated. Used
 * by one thread.
 */
final class Turn implements GatewayRequest.Meaning {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonObjectIndex body;
  private final ResponseStore store;
  private final InstantSource clock;
  private final String owner;
  private final @Nullable StoredResponse before;
  private final ItemIds ids = ItemIds.fresh();
  private final long created;
  private @Nullable JsonNode tree;

  /**
   * Begins a turn. An answer it goes on from that is not here may be one of the upstream's, which
   * may be a gateway like this one.
   *
   * @param owner the digest of the client's key
   */
  Turn(JsonObjectIndex body, ResponseStore store, InstantSource clock, String owner) {
    this.body = body;
    this.store = store;
    this.clock = clock;
    this.owner = owner;
    this.created = seconds();
    String previous = previous();
    this.before = previous == null ? null : store.find(previous, owner);
  }

  private @Nullable String previous() {
    return body.text("previous_response_id");
  }

  /** Whether the conversation so far is here and nowhere else. */
  boolean goesOnFromHere() {
    return before != null;
  }

  private JsonNode tree() {
    JsonNode read = tree;
    if (read == null) {
      read = JsonBody.tree(body);
      tree = read;
    }
    return read;
  }

  @Override
  public ChatRequest chat(Fidelity fidelity) {
    String previous = previous();
    if (previous != null && before == null) {
      throw Unknown.previous(previous);
    }
    List<JsonNode> history = before == null ? List.of() : before.conversation();
    return RequestDecoder.decode(tree(), history, this::referenced, fidelity);
  }

  private @Nullable JsonNode referenced(String item) {
    String response = ItemIds.responseOf(item);
    StoredResponse found = response == null ? null : store.find(response, owner);
    return found == null ? null : found.item(item);
  }

  @Override
  public Embeddings.Request embeddings() {
    throw new IllegalStateException("a response was asked for");
  }

  /** The items the answer will be made of. */
  Output output(EventSink sink) {
    return new Output(sink, ids, ToolDecoder.decode(tree(), new Fidelity(true)).names());
  }

  /** Whether the client carries what the provider wants back. */
  boolean showsState() {
    return tree()
        .path("include")
        .valueStream()
        .anyMatch(include -> include.asString("").equals("reasoning.encrypted_content"));
  }

  /** The response before there is anything in it. */
  ObjectNode begun(String model) {
    return response(model, "in_progress", JSON.arrayNode());
  }

  /** The finished response, which is remembered unless the client does not want that. */
  ObjectNode ended(String model, Output output) {
    String why = output.incomplete();
    ArrayNode items = output.items();
    ObjectNode response = response(model, why == null ? "completed" : "incomplete", shown(items));
    if (why == null) {
      response.put("completed_at", seconds());
    } else {
      response.putObject("incomplete_details").put("reason", why);
    }
    response.set("usage", usage(output.usage()));
    if (response.path("store").asBoolean(true)) {
      store.put(
          StoredResponse.of(
              ids.response(),
              owner,
              store.expiry(),
              response,
              InputItems.of(tree().path("input"), ids),
              items,
              before));
    }
    return response;
  }

  /** The response that came to nothing. */
  ObjectNode failed(String model, Output output, GatewayException failure) {
    output.abandon();
    ObjectNode response = response(model, "failed", shown(output.items()));
    response.putObject("error").put("code", Failures.code(failure)).put("message", failure.text());
    return response;
  }

  private ObjectNode response(String model, String status, ArrayNode output) {
    ObjectNode response = JSON.objectNode();
    response.put("id", ids.response()).put("object", "response").put("created_at", created);
    response.put("status", status).putNull("completed_at").putNull("error");
    response.putNull("incomplete_details").put("model", model).set("output", output);
    Echo.add(tree(), response);
    response.putNull("usage");
    return response;
  }

  private ArrayNode shown(ArrayNode items) {
    ArrayNode shown = items.deepCopy();
    if (!showsState()) {
      shown.forEach(item -> ((ObjectNode) item).remove(StateText.MEMBER));
    }
    return shown;
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode node = JSON.objectNode().put("input_tokens", usage.inputTokens());
    node.putObject("input_tokens_details")
        .put("cached_tokens", usage.cachedTokens())
        .put("cache_write_tokens", usage.cacheWriteTokens());
    node.put("output_tokens", usage.outputTokens());
    node.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
    return node.put("total_tokens", usage.totalTokens());
  }

  private long seconds() {
    return clock.instant().getEpochSecond();
  }
}
