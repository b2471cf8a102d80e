package io.llmgw.provider.gemini;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.ToolNames;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns the chunks of an answer, or a whole one, which is a single chunk, into canonical events.
 * Lives as long as one answer. Not thread-safe.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#generatecontentresponse">the chunks</a>
 */
final class AnswerDecoder {
  /** What is known of one of the answers to a request. */
  private static final class Candidate {
    private final Set<String> cited = new HashSet<>();
    private int calls;
    private boolean said;
    private boolean finished;
  }

  private final ToolNames names;
  private final Consumer<StreamEvent> out;
  private final Map<Integer, Candidate> candidates = new TreeMap<>();
  private final Set<String> ids = new HashSet<>();
  private final UsageCount usage = new UsageCount();

  /** Decodes the answer to a request in which tools have these names. */
  AnswerDecoder(ToolNames names, Consumer<StreamEvent> out) {
    this.names = names;
    this.out = out;
  }

  boolean started() {
    return !candidates.isEmpty();
  }

  /** Whether every answer that began has said why it ended. */
  boolean finished() {
    return started() && candidates.values().stream().allMatch(candidate -> candidate.finished);
  }

  /**
   * Decodes one chunk.
   *
   * @throws GatewayException when the model failed to answer
   */
  void chunk(JsonNode chunk) {
    usage.add(chunk.path("usageMetadata"));
    for (JsonNode node : chunk.path("candidates")) {
      start(chunk);
      int index = node.path("index").asInt(0);
      candidate(index, candidates.computeIfAbsent(index, _ -> new Candidate()), node);
    }
    JsonNode feedback = chunk.path("promptFeedback");
    String blocked = feedback.path("blockReason").asString("");
    if (!blocked.isEmpty() && !started()) {
      start(chunk);
      blocked(blocked, feedback.path("blockReasonMessage").asString(""));
    }
  }

  /** Reports the usage, which comes last. */
  void end() {
    Usage total = usage.total();
    if (total != null) {
      out.accept(new StreamEvent.UsageReported(total));
    }
  }

  private void start(JsonNode chunk) {
    if (!started()) {
      out.accept(
          new StreamEvent.Started(text(chunk, "responseId"), text(chunk, "modelVersion"), 0));
    }
  }

  private static @Nullable String text(JsonNode node, String name) {
    String text = node.path(name).asString("");
    return text.isEmpty() ? null : text;
  }

  private void blocked(String reason, String message) {
    Candidate candidate = new Candidate();
    candidate.finished = true;
    candidates.put(0, candidate);
    String why = message.isEmpty() ? reason : reason + ": " + message;
    out.accept(new StreamEvent.RefusalDelta(0, "The provider blocked the prompt (" + why + ")."));
    out.accept(new StreamEvent.Finished(0, FinishReason.CONTENT_FILTER));
  }

  private void candidate(int index, Candidate candidate, JsonNode node) {
    if (candidate.finished) {
      return;
    }
    for (JsonNode part : node.path("content").path("parts")) {
      part(index, candidate, part);
    }
    for (JsonNode chunk : node.path("groundingMetadata").path("groundingChunks")) {
      cite(index, candidate, chunk.has("web") ? chunk.path("web") : chunk.path("maps"));
    }
    String reason = node.path("finishReason").asString("");
    if (reason.isEmpty()) {
      return;
    }
    if (Finish.brokeCall(reason) && !candidate.said) {
      throw broken(reason, node.path("finishMessage").asString(""));
    }
    candidate.finished = true;
    out.accept(new StreamEvent.Finished(index, Finish.of(reason, candidate.calls > 0)));
  }

  private static GatewayException broken(String reason, String message) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The model wrote a tool call that cannot be used (%s)%s"
            .formatted(reason, message.isEmpty() ? "." : ": " + message),
        ErrorDetail.ofCode(reason));
  }

  private void part(int index, Candidate candidate, JsonNode part) {
    boolean thought = part.path("thought").asBoolean(false);
    String signature = text(part, "thoughtSignature");
    if (part.path("functionCall").isObject()) {
      call(index, candidate, part.path("functionCall"), signature);
      return;
    }
    String text = part.path("text").asString("");
    if (!text.isEmpty() && thought) {
      out.accept(new StreamEvent.ReasoningDelta(index, text));
    } else if (!text.isEmpty()) {
      say(index, candidate, text);
    }
    // a drawing that was only thought of is not for the client
    if (part.path("inlineData").isObject() && !thought) {
      attach(index, candidate, part.path("inlineData"));
    }
    JsonNode code = part.path("executableCode");
    if (code.isObject()) {
      fenced(index, candidate, language(code), code.path("code").asString(""));
    }
    JsonNode result = part.path("codeExecutionResult");
    if (!result.path("output").asString("").isEmpty()) {
      fenced(index, candidate, "", result.path("output").asString());
    }
    if (signature != null) {
      ReasoningState state = ReasoningState.signed(ReasoningState.GEMINI, signature);
      out.accept(new StreamEvent.ReasoningSealed(index, state));
    }
  }

  private void say(int index, Candidate candidate, String text) {
    candidate.said = true;
    out.accept(new StreamEvent.TextDelta(index, text));
  }

  private static String language(JsonNode code) {
    return code.path("language").asString("").equals("PYTHON") ? "python" : "";
  }

  /** What the provider ran itself is shown, since it is no call for the client to run. */
  private void fenced(int index, Candidate candidate, String language, String code) {
    String end = code.endsWith("\n") ? "" : "\n";
    say(index, candidate, "\n```" + language + "\n" + code + end + "```\n");
  }

  private void attach(int index, Candidate candidate, JsonNode data) {
    String type = data.path("mimeType").asString("application/octet-stream");
    String base64 = data.path("data").asString("");
    candidate.said = true;
    out.accept(
        new StreamEvent.Attached(
            index, new Part.Media(MediaParts.kind(type), type, base64, null, null, null)));
  }

  /** Calls come whole, one part each. */
  private void call(int index, Candidate candidate, JsonNode call, @Nullable String signature) {
    candidate.said = true;
    int number = candidate.calls++;
    String called = call.path("name").asString("");
    String name = called.isBlank() ? "unknown" : names.original(called);
    ReasoningState state =
        signature == null ? null : ReasoningState.signed(ReasoningState.GEMINI, signature);
    out.accept(new StreamEvent.ToolCallStarted(index, number, id(call), name, state));
    JsonNode arguments = call.path("args");
    out.accept(
        new StreamEvent.ToolCallDelta(
            index,
            number,
            arguments.isObject() ? Json.MAPPER.writeValueAsString(arguments) : "{}"));
  }

  private String id(JsonNode call) {
    String own = call.path("id").asString("");
    if (!own.isEmpty() && ids.add(own)) {
      return own;
    }
    String made = "call_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    ids.add(made);
    return made;
  }

  private void cite(int index, Candidate candidate, JsonNode source) {
    String url = source.path("uri").asString("");
    if (!url.isEmpty() && candidate.cited.add(url)) {
      out.accept(new StreamEvent.Cited(index, url, text(source, "title")));
    }
  }
}
