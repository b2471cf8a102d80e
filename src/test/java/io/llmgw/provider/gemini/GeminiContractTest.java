package io.llmgw.provider.gemini;

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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("Gemini")
class GeminiContractTest extends ProviderContract {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return Setup.of("gemini-3-flash-preview").provider(transport, upstream.url());
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  private static String chunk(String parts, String finish) {
    return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
        + parts
        + "]}"
        + finish
        + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":3,"
        + "\"thoughtsTokenCount\":2,\"totalTokenCount\":10},"
        + "\"modelVersion\":\"gemini-3-flash-preview\",\"responseId\":\"r1\"}\r\n\r\n";
  }

  private static String text(String text, boolean thought) {
    ObjectNode part = Json.MAPPER.createObjectNode().put("text", text);
    if (thought) {
      part.put("thought", true);
    }
    return part.toString();
  }

  private static final String STOP = ",\"finishReason\":\"STOP\"";

  private static Reply saying(String text) {
    int middle = text.length() / 2;
    return Reply.sse(chunk(text(text.substring(0, middle), false), ""))
        .send(chunk(text(text.substring(middle), false), STOP));
  }

  @Override
  protected Situation says(String text) {
    return answering(saying(text));
  }

  @Override
  protected Situation reasons() {
    return answering(
        Reply.sse(chunk(text("Let me think.", true), "")).send(chunk(text("Done.", false), STOP)));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    Reply reply = Reply.sse("");
    for (int i = 0; i < calls; i++) {
      String part = "{\"functionCall\":{\"name\":\"" + offered.get(i).name() + "\",\"args\":{}}}";
      reply = reply.send(chunk(part, i + 1 == calls ? STOP : ""));
    }
    upstream.always(reply);
    return new Situation(provider(), request("Use the tools.", offered));
  }

  /** Answers well only when the image came as Google wants it. */
  @Override
  protected Situation sees(Part.Media image) {
    upstream.always(request ->
        request.json().at("/contents/0/parts/1/inlineData/data").asString("").equals(image.base64())
            ? saying("A pixel.")
            : Reply.json(400, "{\"error\":{\"code\":400,\"message\":\"no image\"}}"));
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(
        Reply.json(status, "{\"error\":{\"code\":" + status + ",\"message\":\"No.\"}}"));
  }

  @Override
  protected Situation breaksOff() {
    return answering(Reply.sse(chunk(text("Once upon", false), "")).cut());
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(Reply.sse(chunk(text("Once upon", false), "")).stall());
  }

  @Override
  protected Provider embeds() {
    upstream.always(request -> {
      ObjectNode answer = Json.MAPPER.createObjectNode();
      ArrayNode list = answer.putArray("embeddings");
      request
          .json()
          .path("requests")
          .forEach(each -> list.addObject().putArray("values").add(0.6).add(0.8));
      return Reply.json(answer.toString());
    });
    return provider();
  }

  @Override
  protected Provider listsModels() {
    upstream.always(
        Reply.json(
            "{\"models\":[{\"name\":\"models/gemini-3-flash-preview\","
                + "\"supportedGenerationMethods\":[\"generateContent\"]}]}"));
    return provider();
  }
}
