package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("OpenAI Chat")
class OpenAiContractTest extends ProviderContract {
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return Setup.of("openai", "gpt-4o-mini").provider(transport, upstream.url() + "/v1");
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String content(String field, String text) {
    return chunk(Json.MAPPER.createObjectNode().put(field, text).toString(), "null");
  }

  private static String end(String reason) {
    return chunk("{}", "\"" + reason + "\"")
        + "data: {\"id\":\"c1\",\"choices\":[],"
        + USAGE
        + "}\n\ndata: [DONE]\n\n";
  }

  private static Reply saying(String text) {
    int middle = text.length() / 2;
    return Reply.sse(content("role", "assistant"))
        .send(content("content", text.substring(0, middle)))
        .send(content("content", text.substring(middle)))
        .send(end("stop"));
  }

  @Override
  protected Situation says(String text) {
    return answering(saying(text));
  }

  @Override
  protected Situation reasons() {
    return answering(
        Reply.sse(content("reasoning_content", "Let me think."))
            .send(content("content", "Done."))
            .send(end("stop")));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    Reply reply = Reply.sse(content("role", "assistant"));
    for (int i = 0; i < calls; i++) {
      reply =
          reply
              .send(call(i, "\"id\":\"call_" + i + "\",", offered.get(i).name(), ""))
              .send(call(i, "", "", "{}"));
    }
    upstream.always(reply.send(end("tool_calls")));
    return new Situation(provider(), request("Use the tools.", offered));
  }

  private static String call(int index, String id, String name, String arguments) {
    ObjectNode function = Json.MAPPER.createObjectNode().put("arguments", arguments);
    if (!name.isEmpty()) {
      function.put("name", name);
    }
    return chunk(
        "{\"tool_calls\":[{\"index\":" + index + "," + id + "\"function\":" + function + "}]}",
        "null");
  }

  /** Answers well only when the image came as OpenAI wants it. */
  @Override
  protected Situation sees(Part.Media image) {
    String url = "data:" + image.mediaType() + ";base64," + image.base64();
    upstream.always(request ->
        request.json().at("/messages/0/content/1/image_url/url").asString("").equals(url)
            ? saying("A pixel.")
            : Reply.json(400, "{\"error\":{\"message\":\"no image\"}}"));
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(Reply.json(status, "{\"error\":{\"message\":\"No.\",\"type\":\"x\"}}"));
  }

  @Override
  protected Situation breaksOff() {
    return answering(Reply.sse(content("content", "Once upon")).cut());
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(Reply.sse(content("content", "Once upon")).stall());
  }

  @Override
  protected Provider embeds() {
    Function<Received, Reply> embedding =
        request -> {
          ObjectNode answer = Json.MAPPER.createObjectNode().put("model", "m");
          ArrayNode data = answer.putArray("data");
          for (int i = request.json().get("input").size() - 1; i >= 0; i--) {
            data.addObject().put("index", i).putArray("embedding").add(i).add(0.5);
          }
          return Reply.json(answer.toString());
        };
    upstream.always(embedding);
    return provider();
  }

  @Override
  protected Provider listsModels() {
    upstream.always(Reply.json("{\"data\":[{\"id\":\"gpt-4o\",\"owned_by\":\"openai\"}]}"));
    return provider();
  }
}
