package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the events of a response, or a whole one, into canonical events. Whatever an event did not
 * say is taken from the snapshots that follow it. Lives as long as one answer. Not thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">the events</a>
 */
final class ResponsesDecoder {
  private final String provider;
  private final Consumer<StreamEvent> out;
  private final ResponsesItems items;
  private boolean started;
  private boolean finished;

  ResponsesDecoder(String provider, Consumer<StreamEvent> out) {
    this.provider = provider;
    this.out = out;
    this.items = new ResponsesItems(out);
  }

  /** Whether the answer has begun. */
  boolean started() {
    return started;
  }

  /** Whether the answer has come to its end. */
  boolean finished() {
    return finished;
  }

  /**
   * Decodes one event of a stream.
   *
   * @throws GatewayException when it says that the answer failed
   */
  void event(JsonObjectIndex event) {
    String type = Objects.requireNonNullElse(event.text("type"), "");
    int item = (int) event.number(event.find("output_index"), 0);
    if (type.startsWith("response.output_") || type.endsWith(".delta")) {
      // some imitations of the protocol begin with what is said
      start(MissingNode.getInstance());
    }
    switch (type) {
      case "response.output_text.delta" -> items.text(item, delta(event));
      case "response.refusal.delta" -> items.refusal(item, delta(event));
      case "response.reasoning_summary_text.delta" ->
          items.summary(item, (int) event.number(event.find("summary_index"), 0), delta(event));
      case "response.reasoning_text.delta" -> items.thought(item, delta(event));
      case "response.function_call_arguments.delta" -> items.arguments(item, delta(event));
      case "response.output_item.added" -> items.added(item, member(event, "item"));
      case "response.output_item.done" -> items.done(item, member(event, "item"));
      case "response.created", "response.in_progress", "response.queued" -> start(snapshot(event));
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
          end(snapshot(event), type.substring("response.".length()));
      // others tell of what is also in a snapshot, or of the work of the provider's own tools
      default -> {}
    }
  }

  private static JsonNode member(JsonObjectIndex event, String name) {
    int member = event.find(name);
    return member < 0 ? MissingNode.getInstance() : event.tree(member);
  }

  /** The response an event carries; some servers send it bare. */
  private static JsonNode snapshot(JsonObjectIndex event) {
    int response = event.find("response");
    return event.type(response) == '{' ? event.tree(response) : event.tree();
  }

  private static String delta(JsonObjectIndex event) {
    return Objects.requireNonNullElse(event.text("delta"), "");
  }

  /**
   * Decodes a response that came in one piece.
   *
   * @throws GatewayException when it failed
   */
  void whole(JsonNode response) {
    end(response, "completed");
  }

  private void start(JsonNode response) {
    if (!started) {
      started = true;
      out.accept(
          new StreamEvent.Started(
              response.path("id").asString(null),
              response.path("model").asString(null),
              response.path("created_at").asLong(0)));
    }
  }

  private void end(JsonNode response, String said) {
    JsonNode error = response.path("error");
    String status = response.path("status").asString(said);
    if (status.equals("failed") || status.equals("cancelled") || error.isObject()) {
      throw failure(response, status);
    }
    start(response);
    items.all(response.path("output"));
    finished = true;
    out.accept(new StreamEvent.Finished(0, reason(response, status)));
    Usage usage = ResponsesUsage.of(response.path("usage"));
    if (usage != null) {
      out.accept(new StreamEvent.UsageReported(usage));
    }
  }

  private GatewayException failure(JsonNode response, String status) {
    if (response.path("error").isObject()) {
      ObjectNode body = ((ObjectNode) response).objectNode();
      body.set("error", response.path("error"));
      return ErrorBody.of(provider, 0, body, null);
    }
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider " + provider + " ended the answer as " + status + " without saying why.",
        ErrorDetail.NONE);
  }

  private FinishReason reason(JsonNode response, String status) {
    if (status.equals("incomplete")) {
      String why = response.path("incomplete_details").path("reason").asString("");
      return why.equals("content_filter") ? FinishReason.CONTENT_FILTER : FinishReason.LENGTH;
    }
    return items.calls() > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }
}
