package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.anthropic.AnthropicAnswers;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Passes requests of Anthropic's clients on to Anthropic's models, in their own words and not in
 * Converse's, which has none for betas, the models' own tools, and whatever is new.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html">the
 *     operation</a>
 */
final class ClaudeLane implements Passthrough {
  /** Tools that only Anthropic itself runs. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(web_search|web_fetch|code_execution|mcp_toolset|advisor).*");

  private final Profile profile;
  private final Upstream upstream;

  ClaudeLane(Profile profile, Upstream upstream) {
    this.profile = profile;
    this.upstream = upstream;
  }

  /** Not what Bedrock cannot do but Converse's translation can leave out, or load. */
  @Override
  public boolean takes(RawRequest request) {
    if (request.operation() != Operation.CHAT || (request.stream() && !profile.streaming())) {
      return false;
    }
    try {
      return !usesToolsElsewhere(request.body()) && !namesFiles(request.body());
    } catch (JsonSyntaxException broken) {
      throw RawRequest.unreadable(broken);
    }
  }

  private static boolean usesToolsElsewhere(JsonObjectIndex body) {
    int tools = body.find("tools");
    return body.type(tools) == '['
        && body.tree(tools)
            .valueStream()
            .anyMatch(tool -> ELSEWHERE.matcher(tool.path("type").asString("")).matches());
  }

  private static boolean namesFiles(JsonObjectIndex body) {
    int messages = body.find("messages");
    return body.type(messages) == '['
        && body.tree(messages).valueStream().anyMatch(message -> namesFiles(message));
  }

  private static boolean namesFiles(JsonNode node) {
    String source = node.path("source").path("type").asString("");
    return source.equals("url")
        || source.equals("file")
        || (node.path("content").isArray()
            && node.path("content").valueStream().anyMatch(block -> namesFiles(block)));
  }

  @Override
  public Preview preview(RawRequest request, Call call) {
    Payload body = ClaudeShape.fit(profile, request, call.fidelity());
    return new Preview(
        "POST", target(request).address(), Map.of(), Json.MAPPER.readTree(body.toByteArray()));
  }

  private HttpTarget target(RawRequest request) {
    String operation = request.stream() ? "invoke-with-response-stream" : "invoke";
    return upstream.endpoint().model(operation);
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    call.cancellation().check();
    byte[] body = ClaudeShape.fit(profile, request, call.fidelity()).toByteArray();
    Upstream.Sent sent = upstream.post(target(request), body, call);
    HttpAnswer answer = sent.answer();
    return answer.closedOnFailure(() -> {
      AnswerHead head = Heads.of(answer);
      AnthropicAnswers answers = new AnthropicAnswers(profile.vendor(), head, request.model());
      if (request.stream() && !answer.isType("application/json")) {
        EventStreamReader frames = new EventStreamReader(answer.body());
        return answers.stream(answer, new ChunkedEvents(frames, sent.errors()));
      }
      try (answer) {
        byte[] whole = answer.readAll(Upstream.MAX_ANSWER_BYTES);
        return answers.whole(whole, request.stream());
      }
    });
  }
}
