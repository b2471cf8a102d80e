package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("Bedrock")
class BedrockContractTest extends ProviderContract {
  private static final String START =
      "{\"messageStart\":{\"role\":\"assistant\",\"p\":\"abcdef\"}}";
  private static final String COUNT =
      "{\"metadata\":{\"metrics\":{\"latencyMs\":8},\"usage\":{\"inputTokens\":5,"
          + "\"outputTokens\":3,\"totalTokens\":8},\"p\":\"ab\"}}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return provider(Setup.CLAUDE);
  }

  private Provider provider(String model) {
    return Setup.of(model).provider(transport, upstream.url());
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  private static Reply stream(String... events) {
    Reply reply = Reply.status(200).header("Content-Type", "application/vnd.amazon.eventstream");
    for (String event : events) {
      reply = reply.send(Frames.of(event));
    }
    return reply;
  }

  private static String text(int block, String text) {
    return delta(block, Json.MAPPER.createObjectNode().put("text", text));
  }

  private static String delta(int block, ObjectNode delta) {
    ObjectNode event = Json.MAPPER.createObjectNode();
    event.putObject("contentBlockDelta").put("contentBlockIndex", block).set("delta", delta);
    return event.toString();
  }

  private static String stop(String reason) {
    return "{\"messageStop\":{\"stopReason\":\"" + reason + "\"}}";
  }

  private static Reply saying(String text) {
    int middle = text.length() / 2;
    return stream(
        START,
        text(0, text.substring(0, middle)),
        text(0, text.substring(middle)),
        "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
        stop("end_turn"),
        COUNT);
  }

  @Override
  protected Situation says(String text) {
    return answering(saying(text));
  }

  @Override
  protected Situation reasons() {
    ObjectNode thought = Json.MAPPER.createObjectNode();
    thought.putObject("reasoningContent").put("text", "Let me think.");
    ObjectNode seal = Json.MAPPER.createObjectNode();
    seal.putObject("reasoningContent").put("signature", "signed");
    return answering(
        stream(
            START,
            delta(0, thought),
            delta(0, seal),
            "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
            text(1, "Done."),
            stop("end_turn"),
            COUNT));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    Reply reply = stream(START);
    for (int i = 0; i < calls; i++) {
      ObjectNode start = Json.MAPPER.createObjectNode();
      start
          .putObject("contentBlockStart")
          .put("contentBlockIndex", i)
          .putObject("start")
          .putObject("toolUse")
          .put("toolUseId", "tooluse_" + i)
          .put("name", offered.get(i).name());
      reply = reply.send(Frames.of(start.toString()));
      reply = reply.send(Frames.of("{\"contentBlockStop\":{\"contentBlockIndex\":" + i + "}}"));
    }
    upstream.always(reply.send(Frames.of(stop("tool_use") + "\n" + COUNT)));
    return new Situation(provider(), request("Use the tools.", offered));
  }

  /** Answers well only when the image came as Bedrock wants it. */
  @Override
  protected Situation sees(Part.Media image) {
    upstream.always(request ->
        request
                .json()
                .at("/messages/0/content/1/image/source/bytes")
                .asString("")
                .equals(image.base64())
            ? saying("A pixel.")
            : Reply.json(400, "{\"message\":\"no image\"}"));
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(Reply.json(status, "{\"message\":\"No.\"}"));
  }

  @Override
  protected Situation breaksOff() {
    return answering(stream(START, text(0, "Once upon")).cut());
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(stream(START, text(0, "Once upon")).stall());
  }

  @Override
  protected Provider embeds() {
    upstream.always(request ->
        Reply.json(
            "{\"embedding\":[0.6,0.8],\"inputTextTokenCount\":"
                + request.json().path("inputText").asString("").length()
                + "}"));
    return provider("amazon.titan-embed-text-v2:0");
  }

  @Override
  protected Provider listsModels() {
    upstream.always(request ->
        request.target().startsWith("/foundation-models")
            ? Reply.json(
                "{\"modelSummaries\":[{\"modelId\":\"amazon.nova-pro-v1:0\","
                    + "\"providerName\":\"Amazon\",\"inferenceTypesSupported\":[\"ON_DEMAND\"],"
                    + "\"outputModalities\":[\"TEXT\"]}]}")
            : Reply.json("{\"inferenceProfileSummaries\":[]}"));
    return provider();
  }
}
