package io.llmgw.provider.openai;

import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ResponseAnswers;
import io.llmgw.testing.ScriptedUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

/** A deployment that speaks the Responses API and nothing else. */
@DisplayName("OpenAI Responses")
class ResponsesContractTest extends ProviderContract {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return Setup.of("openai", "responses/gpt-5-codex").provider(transport, upstream.url() + "/v1");
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  private static Reply saying(String text) {
    int middle = text.length() / 2;
    return Reply.sse(
        ResponseAnswers.begin().says(text.substring(0, middle), text.substring(middle)).stream());
  }

  @Override
  protected Situation says(String text) {
    return answering(saying(text));
  }

  @Override
  protected Situation reasons() {
    return answering(
        Reply.sse(ResponseAnswers.begin().thinks("Let me think.", "gAAA").says("Done.").stream()));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    ResponseAnswers answer = ResponseAnswers.begin();
    for (int i = 0; i < calls; i++) {
      answer.calls("call_" + i, offered.get(i).name(), "{", "}");
    }
    upstream.always(Reply.sse(answer.stream()));
    return new Situation(provider(), request("Use the tools.", offered));
  }

  /** Answers well only when the image came as the API wants it. */
  @Override
  protected Situation sees(Part.Media image) {
    String url = "data:" + image.mediaType() + ";base64," + image.base64();
    upstream.always(request ->
        request.json().at("/input/0/content/1/image_url").asString("").equals(url)
            ? saying("A pixel.")
            : Reply.json(400, "{\"error\":{\"message\":\"no image\"}}"));
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(Reply.json(status, "{\"error\":{\"message\":\"No.\",\"type\":\"x\"}}"));
  }

  /** Case 62: the connection ends cleanly, the answer does not. */
  @Override
  protected Situation breaksOff() {
    String events = ResponseAnswers.begin().says("Once upon").events();
    return answering(
        Reply.sse(events.substring(0, events.indexOf("event: response.output_text.done"))));
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(Reply.sse(ResponseAnswers.begin().events()).stall());
  }

  @Override
  protected boolean supportsEmbeddings() {
    return false;
  }

  @Override
  protected Provider listsModels() {
    upstream.always(Reply.json("{\"data\":[{\"id\":\"gpt-5-codex\",\"owned_by\":\"openai\"}]}"));
    return provider();
  }
}
